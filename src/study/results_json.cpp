#include "study/results_json.hpp"

#include <cmath>

#include "study/number_text.hpp"
#include "study/trial_index.hpp"

namespace gradus::study {
namespace {

void append_string(std::string& out, std::string_view text) {
  constexpr char kHex[] = "0123456789abcdef";
  out += '"';
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (c == '\n') {
      out += "\\n";
    } else if (c == '\t') {
      out += "\\t";
    } else if (static_cast<unsigned char>(c) < 0x20) {
      out += "\\u00";
      out += kHex[static_cast<unsigned char>(c) >> 4];
      out += kHex[c & 15];
    } else {
      out += c;
    }
  }
  out += '"';
}

void append_value(std::string& out, const AxisValue& value) {
  if (const auto* name = std::get_if<std::string>(&value)) {
    append_string(out, *name);
  } else if (const auto* real = std::get_if<double>(&value)) {
    append_real(out, *real);
  } else {
    out += text(value);
  }
}

void append_key(std::string& out, const VariantKey& key) {
  out += '{';
  for (size_t i = 0; i < key.size(); ++i) {
    if (i > 0) out += ", ";
    append_string(out, key[i].first);
    out += ": ";
    append_value(out, key[i].second);
  }
  out += '}';
}

void append_count(std::string& out, int64_t count) {
  if (count < 0) {
    out += "null";
  } else {
    out += std::to_string(count);
  }
}

// True if a value is not finite.
bool append_metrics(std::string& out, const Trial& trial) {
  bool lost = false;
  out += '{';
  for (size_t i = 0; i < trial.metrics.size(); ++i) {
    const auto& [name, value] = trial.metrics[i];
    if (i > 0) out += ", ";
    append_string(out, name);
    out += ": ";
    if (std::isfinite(value)) {
      append_real(out, value);
    } else {
      out += "null";
      lost = true;
    }
  }
  out += '}';
  return lost;
}

void append_where(std::string& out, const Where& where) {
  out += ", \"where\": {\"step\": ";
  append_count(out, where.step);
  out += ", \"layer\": ";
  if (where.layer.empty()) {
    out += "null";
  } else {
    append_string(out, where.layer);
  }
  out += ", \"batch\": ";
  append_count(out, where.batch);
  out += '}';
}

void append_trial(std::string& out, const Study& study, size_t variant, const Trial& trial) {
  const Variant& of = study.variants[variant];
  const History& history = trial.history;
  out += "    {\"variant\": ";
  append_key(out, of.key);
  if (of.same_as) {
    out += ", \"same_as\": ";
    append_key(out, study.variants[*of.same_as].key);
  }
  out += ", \"fold\": ";
  append_count(out, trial.fold.value_or(-1));
  out += ", \"seed\": " + std::to_string(trial.seed) + ", \"status\": \"" +
         status_name(history.status) + "\", \"epochs\": " + std::to_string(history.epochs) +
         ", \"seconds\": ";
  append_real(out, history.seconds);
  out += history.learned ? ", \"learned\": true" : ", \"learned\": false";
  if (trial.pruned) out += ", \"pruned\": true";
  if (history.solver) {
    out += ", \"stopped_by\": ";
    append_string(out, history.solver->stopped_by);
  }
  out += ", \"metrics\": ";
  const bool lost = append_metrics(out, trial);
  if (lost || history.where != Where{}) append_where(out, history.where);
  out += '}';
}

}  // namespace

std::string results_json(const Study& study, const Results& results) {
  const TrialIndex index(study, results);
  std::string out = "{\n  \"study\": ";
  append_string(out, study.name);
  out += ",\n  \"trials\": [";
  bool first = true;
  for (size_t v = 0; v < study.variants.size(); ++v) {
    for (const Trial* trial : index.of(v)) {
      out += first ? "\n" : ",\n";
      first = false;
      append_trial(out, study, v, *trial);
    }
  }
  out += first ? "]\n}\n" : "\n  ]\n}\n";
  return out;
}

}  // namespace gradus::study
