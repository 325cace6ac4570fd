#include "study/batches.hpp"

#include <algorithm>

#include "study/known.hpp"
#include "study/number_text.hpp"
#include "study/trial_index.hpp"

namespace gradus::study {

namespace {

bool shows_batches(const Study& study, const VariantKey& key) {
  return std::any_of(study.figures.begin(), study.figures.end(), [&](const FigureSpec& figure) {
    if (!matches(figure.where, key)) return false;
    if (figure.kind == "lr_range") return true;
    return figure.kind == "line" && figure.x == "step" &&
           std::any_of(figure.y.begin(), figure.y.end(), [](const MetricQuery& y) {
             return y.name == "loss" || y.name == "learning_rate";
           });
  });
}

}  // namespace

// The trials of a variant also stand for the variants of the same plan.
bool keeps_batches(const Study& study, size_t variant) {
  for (size_t v = 0; v < study.variants.size(); ++v)
    if ((v == variant || study.variants[v].same_as == variant) &&
        shows_batches(study, study.variants[v].key))
      return true;
  return false;
}

std::string batches_csv(const Study& study, const Results& results) {
  const TrialIndex index(study, results);
  const std::string head = "trial,step,learning_rate,loss\n";
  std::string out = head;
  size_t number = 0;
  for (size_t v = 0; v < study.variants.size(); ++v) {
    for (const Trial* trial : index.of(v)) {
      const History& history = trial->history;
      const std::string start = std::to_string(number++) + ',';
      for (size_t i = 0; i < history.batch_loss.size(); ++i) {
        out += start;
        out += std::to_string(i + 1);
        out += ',';
        append_number(out, history.batch_learning_rate[i]);
        out += ',';
        append_number(out, history.batch_loss[i]);
        out += '\n';
      }
    }
  }
  return out.size() == head.size() ? std::string() : out;
}

}  // namespace gradus::study
