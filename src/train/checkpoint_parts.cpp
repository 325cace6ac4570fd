#include "train/checkpoint_parts.hpp"

#include <fmt/core.h>

#include "gradus/base/error.hpp"

namespace gradus {
namespace {

constexpr const char* kMend = "train as before, or remove it to begin anew";

std::string words_of(const engine::Graph& graph) {
  std::string words;
  for (const engine::Op& op : graph.ops) {
    words += fmt::format("{} {} {} {}", static_cast<int>(op.kind), static_cast<int>(op.act),
                         op.alpha, op.shape.text());
    for (const int input : op.inputs) words += fmt::format(" {}", input);
    words += ';';
  }
  for (const engine::Param& p : graph.params)
    words += fmt::format("{} {} {};", p.shape.text(), p.l1, p.l2);
  for (const engine::Param& p : graph.statistics) words += p.shape.text() + ";";
  return words;
}

std::string listener_name(size_t i) {
  return "listener." + std::to_string(i);
}

}  // namespace

io::Checkpoint fingerprint(const Network& network, const CompileOptions& compile,
                           const FitOptions& fit, const History& history, int64_t rows,
                           int64_t batch_size) {
  io::Checkpoint own;
  own.put_text("training/network", words_of(network.graph));
  own.put_text("training/optimizer",
               std::visit([](const auto& o) { return std::string(o.kKind); }, compile.optimizer));
  own.put_text("training/numbers", compile.float64 ? "float64" : "float32");
  own.put_text("training/rows", std::to_string(rows));
  own.put_text("training/batch_size", std::to_string(batch_size));
  own.put_text("training/seed", std::to_string(fit.seed));
  std::string names;
  for (const History::Column& column : history.columns)
    names += (names.empty() ? "" : ", ") + column.name;
  own.put_text("training/history", names);
  return own;
}

void put_all(io::Checkpoint& to, const io::Checkpoint& from) {
  for (const std::string& name : from.names()) to.put_text(name, from.text(name));
}

void check_fingerprint(const io::Checkpoint& from, const io::Checkpoint& own) {
  for (const std::string& name : own.names()) {
    const std::string &there = from.text(name), &here = own.text(name);
    if (there == here) continue;
    const std::string word = name.substr(name.find('/') + 1);
    const std::string values =
        word == "network" ? "" : fmt::format(" ({} there, {} here)", there, here);
    throw Error(from.place(),
                "is of another training: its " + word +
                    (word == "numbers" ? " differ" : " differs") + values,
                kMend);
  }
}

void save_history(io::Checkpoint& to, const History& history) {
  for (size_t i = 0; i < history.columns.size(); ++i)
    to.put("history/column." + std::to_string(i), history.columns[i].values);
  to.put("history/batch_loss", history.batch_loss);
  to.put("history/batch_learning_rate", history.batch_learning_rate);
  to.put("history/epochs", history.epochs);
  to.put("history/status", static_cast<int32_t>(history.status));
  to.put("history/where.step", history.where.step);
  to.put_text("history/where.layer", history.where.layer);
  to.put("history/where.batch", history.where.batch);
}

void restore_history(const io::Checkpoint& from, History& history) {
  history.epochs = from.value<int64_t>("history/epochs");
  for (size_t i = 0; i < history.columns.size(); ++i) {
    const std::vector<double> values = from.get<double>("history/column." + std::to_string(i));
    if (std::ssize(values) != history.epochs)
      throw Error(from.place(), "says of its epochs what does not fit", kMend);
    history.columns[i].values.assign(values.begin(), values.end());
  }
  history.batch_loss = from.get<double>("history/batch_loss");
  history.batch_learning_rate = from.get<double>("history/batch_learning_rate");
  history.status = static_cast<Status>(from.value<int32_t>("history/status"));
  history.where = {from.value<int64_t>("history/where.step"), from.text("history/where.layer"),
                   from.value<int64_t>("history/where.batch")};
}

void save_listeners(io::Checkpoint& to, const std::vector<Callback>& callbacks) {
  for (size_t i = 0; i < callbacks.size(); ++i)
    to.put_text(listener_name(i), callbacks[i].listener().state());
}

void restore_listeners(const io::Checkpoint& from, const std::vector<Callback>& callbacks,
                       Training& training) {
  for (size_t i = 0; i < callbacks.size(); ++i) {
    Listener& listener = callbacks[i].listener();
    if (from.has(listener_name(i))) {
      listener.restore(from.text(listener_name(i)));
    } else {
      listener.train_begin(training);
    }
  }
}

}  // namespace gradus
