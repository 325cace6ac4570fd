#include "train/gradient_probe.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "gradus/base/error.hpp"
#include "gradus/base/random.hpp"

namespace gradus {
namespace {

using Line = GradientCheck::Line;
using Verdict = GradientCheck::Verdict;

engine::Batch batch_of(const engine::RowSource& source, const CheckedRows& rows) {
  return {&source, nullptr, 0, rows.count, false};
}

engine::CompileOptions compiling(const Checked& checked, bool inspect) {
  engine::CompileOptions options;
  options.capacity = static_cast<int64_t>(checked.rows.count);
  options.loss = checked.loss;
  options.frozen = checked.frozen;
  options.inspect = inspect;
  options.fuse = !inspect;
  return options;
}

double mean_loss(const engine::Program<double>& program, const engine::Sums& sums,
                 const double* values) {
  return sums.loss / static_cast<double>(sums.rows) + program.penalty(values);
}

// The i-th number of a tensor as people count: [3, 7].
std::string place(const Shape& shape, size_t i) {
  std::string text;
  for (size_t axis = shape.rank(); axis-- > 0;) {
    const auto extent = static_cast<size_t>(shape[axis]);
    text = std::to_string(i % extent) + (text.empty() ? "" : ", ") + text;
    i /= extent;
  }
  return "[" + text + "]";
}

}  // namespace

struct GradientProbe::Worker {
  explicit Worker(const Checked& checked)
      : rows(checked.rows),
        source(rows.source()),
        values(checked.values),
        // As it trains: fused. As it predicts: the program that instruments read from.
        program(checked.graph, compiling(checked, checked.frozen)) {}
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;

  CheckedRows rows;
  engine::RowSource source;
  AlignedVector<double> values;
  engine::Program<double> program;
};

GradientProbe::GradientProbe(Checked checked, const GradientCheckOptions& options, ThreadTeam& team)
    : checked_(std::move(checked)), options_(options), team_(team) {
  for (int i = 0; i < team.size(); ++i) workers_.push_back(std::make_unique<Worker>(checked_));
  const double* const values = checked_.values.data();
  Worker& first = *workers_[0];
  const engine::Sums sums =
      first.program.gradient(values, batch_of(first.source, checked_.rows), 0, 0);
  loss_ = mean_loss(first.program, sums, values);
  if (!std::isfinite(loss_))
    throw Error("gradients", "the loss of these samples is not finite",
                "scale the samples, or start from smaller weights");
  const std::span<double> gradient = first.program.gradient();
  weight_gradient_.assign(gradient.begin(), gradient.begin() + checked_.graph.weights());

  source_ = checked_.rows.source();
  inspected_ = std::make_unique<engine::Program<double>>(checked_.graph, compiling(checked_, true));
  (void)inspected_->gradient(values, batch_of(source_, checked_.rows), 0, 0);
  input_gradient_.assign(checked_.rows.numbers.size(), 0.0);
  (void)inspected_->read_gradient(0, checked_.rows.count, input_gradient_.data());
}

GradientProbe::~GradientProbe() = default;

bool GradientProbe::absorbed() const {
  return inspected_->plan().absorbed;
}

std::vector<double> GradientProbe::op_values(size_t op) const {
  std::vector<double> rows(checked_.rows.count *
                           static_cast<size_t>(checked_.graph.ops[op].size()));
  inspected_->read_values(static_cast<int>(op), checked_.rows.count, rows.data());
  return rows;
}

double GradientProbe::loss_at(Worker& worker, const Tensor& tensor, size_t i, double step) const {
  const auto move = [&](double by) {
    if (tensor.input) {
      worker.rows.numbers[i] =
          static_cast<float>(static_cast<double>(checked_.rows.numbers[i]) + by);
    } else {
      worker.values[tensor.at + i] = checked_.values[tensor.at + i] + by;
    }
  };
  move(step);
  const double* const values = worker.values.data();
  const engine::Sums sums = worker.program.evaluate(values, batch_of(worker.source, checked_.rows));
  const double loss = mean_loss(worker.program, sums, values);
  move(0);
  return loss;
}

double GradientProbe::step_of(const Tensor& tensor) const {
  if (tensor.input) return kFirstStep * checked_.rows.reach();
  const std::span<const double> all(checked_.values.data(), checked_.values.size());
  return kFirstStep * reach_of(all.subspan(tensor.at, tensor.size));
}

// f(worker, k) for every k below count, on all threads.
template <class F>
void GradientProbe::over(size_t count, F&& f) {
  const auto members = static_cast<size_t>(team_.size());
  team_.run([&](int member) {
    const auto m = static_cast<size_t>(member);
    for (size_t k = m; k < count; k += members) f(*workers_[m], k);
  });
}

std::vector<size_t> GradientProbe::picks(std::span<const double> backward) {
  const size_t size = backward.size();
  const auto wanted = static_cast<size_t>(options_.samples);
  std::vector<size_t> all(size);
  for (size_t i = 0; i < size; ++i) all[i] = i;
  if (wanted == 0 || size <= wanted) return all;
  std::vector<size_t> sloping;
  size_t steepest = 0;
  for (size_t i = 0; i < size; ++i) {
    if (backward[i] != 0) sloping.push_back(i);
    if (std::abs(backward[i]) > std::abs(backward[steepest])) steepest = i;
  }
  Random random(options_.seed, Purpose::kCheck, 1 + draws_++);
  std::set<size_t> chosen = {steepest};
  const auto draw = [&](const std::vector<size_t>& from, size_t until) {
    until = std::min(until, chosen.size() + from.size());
    // Twice the same is drawn again; where few are left that will not do for ever.
    for (size_t tries = 0; chosen.size() < until && tries < 8 * wanted; ++tries)
      chosen.insert(from[random.below(from.size())]);
  };
  draw(sloping, wanted / 2);
  draw(all, wanted);
  return {chosen.begin(), chosen.end()};
}

Line GradientProbe::compare(std::string of, const Shape& shape, const Tensor& tensor,
                            std::span<const double> backward) {
  Line line;
  line.of = std::move(of);
  line.shape = shape;
  line.numbers = static_cast<int64_t>(tensor.size);
  const std::vector<size_t> chosen = picks(backward);
  const double step = step_of(tensor);
  std::vector<Slope> slopes(chosen.size());
  const auto loss_of = [&](Worker& worker, size_t k) {
    return [&, k](double h) { return loss_at(worker, tensor, chosen[k], h); };
  };
  over(chosen.size(),
       [&](Worker& worker, size_t k) { slopes[k] = slope_at_0(loss_of(worker, k), loss_, step); });
  // What steps may disagree about goes by the larger of both sides, so that a backward pass of
  // nothing hides nothing; and by what rounding lets the second step see.
  double scale = 4 * rounding_of(loss_, step / 4) / options_.tolerance;
  for (size_t k = 0; k < chosen.size(); ++k) {
    scale = std::max(scale, std::abs(backward[chosen[k]]));
    if (std::isfinite(slopes[k].error)) scale = std::max(scale, std::abs(slopes[k].value));
  }
  const double bound = options_.tolerance / 4 * scale;
  over(chosen.size(), [&](Worker& worker, size_t k) {
    slopes[k] = settled_slope(loss_of(worker, k), loss_, step, bound, slopes[k]);
  });
  for (size_t k = 0; k < chosen.size(); ++k) {
    if (!(slopes[k].error <= bound)) {
      ++line.left_out;
      continue;
    }
    ++line.checked;
    const double given = backward[chosen[k]], seen = slopes[k].value;
    line.largest = std::max({line.largest, std::abs(given), std::abs(seen)});
    // Where everything is exactly 0, so is the scale.
    const double difference = given == seen ? 0 : std::abs(given - seen) / scale;
    if (difference <= line.difference || std::isnan(line.difference)) continue;
    line.difference = difference;
    line.worst = fmt::format("{}: backward gives {:.9g}, differences {:.9g}",
                             place(shape, chosen[k]), given, seen);
  }
  const bool right = line.difference <= options_.tolerance;
  line.verdict = line.checked == 0 ? Verdict::kNotChecked
                 : right           ? Verdict::kRight
                                   : Verdict::kWrong;
  if (right) line.worst.clear();
  return line;
}

Line GradientProbe::weights(size_t param) {
  const engine::Param& p = checked_.graph.params[param];
  const Tensor tensor{false, static_cast<size_t>(p.offset), static_cast<size_t>(p.size())};
  const std::span<const double> backward(weight_gradient_);
  return compare(p.name, p.shape, tensor, backward.subspan(tensor.at, tensor.size));
}

Line GradientProbe::input() {
  std::vector<int64_t> extents = checked_.graph.ops[0].shape.extents();
  extents.insert(extents.begin(), static_cast<int64_t>(checked_.rows.count));
  return compare("input", Shape(extents), {true, 0, input_gradient_.size()}, input_gradient_);
}

std::vector<Slope> GradientProbe::input_slopes(std::span<const size_t> picks, double bound) {
  const Tensor tensor{true, 0, input_gradient_.size()};
  const double step = step_of(tensor);
  std::vector<Slope> slopes(picks.size());
  over(picks.size(), [&](Worker& worker, size_t k) {
    const auto f = [&](double h) { return loss_at(worker, tensor, picks[k], h); };
    slopes[k] = settled_slope(f, loss_, step, bound, slope_at_0(f, loss_, step));
  });
  return slopes;
}

}  // namespace gradus
