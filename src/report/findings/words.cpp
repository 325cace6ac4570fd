#include "report/findings/words.hpp"

#include <algorithm>
#include <charconv>

#include "report/figure_names.hpp"

namespace gradus::finding {
namespace {

bool is_number(const std::string& text) {
  double value = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
  return fault == std::errc() && end == text.data() + text.size();
}

// "epochs", "epochs to loss 0.002"; not "loss".
bool is_plural(const std::string& label) {
  const std::string first = label.substr(0, label.find(' '));
  return first.size() > 2 && first.ends_with('s') && !first.ends_with("ss") &&
         !first.ends_with("us") && !first.ends_with("is");
}

// "has a higher best accuracy" reads where "has a higher highest accuracy" does not.
std::string own_label(const study::Study& study, const study::MetricQuery& query,
                      std::optional<bool> higher) {
  const bool extreme = query.reduce == "min" || query.reduce == "max";
  const bool labelled = std::any_of(study.labels.begin(), study.labels.end(),
                                    [&](const auto& l) { return l.first == query.text(); });
  if (!extreme || labelled || higher != (query.reduce == "max")) return metric_label(study, query);
  return "best " + metric_label(study, {"last", query.name, query.epoch});
}

}  // namespace

std::optional<bool> direction(const study::MetricQuery& query) {
  if (query.reduce.starts_with("arg")) return std::nullopt;
  if (query.reduce == "roughness") return false;
  const auto has = [&](const char* word) { return query.name.find(word) != std::string::npos; };
  for (const char* word : {"accuracy", "precision", "recall"})
    if (has(word)) return true;
  if (query.name == "converged" || query.name == "learned") return true;
  for (const char* word : {"loss", "mse", "mae"})
    if (has(word)) return false;
  if (query.name == "epochs" || query.name == "seconds" || query.name == "diverged") return false;
  return std::nullopt;
}

Words words_of(const study::Study& study, const study::FindingSpec& spec) {
  Words words;
  words.higher = spec.higher_is_better ? spec.higher_is_better : direction(spec.metric);
  words.label = own_label(study, spec.metric, words.higher);
  bool article = spec.metric.reduce != "last";
  if (words.label.starts_with("the ")) {
    words.label.erase(0, 4);
    article = true;
  }
  words.subject = (article ? "the " : "") + words.label;
  words.plural = is_plural(words.label);
  words.counted = words.plural && (spec.metric.name == "epochs" || spec.metric.name == "seconds");
  return words;
}

std::string spoken(const study::Study& study, const std::string& axis,
                   const study::AxisValue& value) {
  const std::string text = study::text(value);
  if (!std::holds_alternative<std::string>(value) || is_number(text))
    return name_label(study, axis) + " " + text;
  const bool unclear = text.empty() || text.find(',') != std::string::npos ||
                       (text[0] >= '0' && text[0] <= '9') || text.find(" and ") != text.npos;
  return unclear ? '"' + text + '"' : text;
}

std::string spoken(const study::Study& study, const study::VariantKey& key) {
  std::string all;
  for (const auto& [axis, value] : key) {
    if (!all.empty()) all += ", ";
    all += spoken(study, axis, value);
  }
  return all;
}

std::string listed(const std::vector<std::string>& names) {
  std::string all;
  for (size_t i = 0; i < names.size(); ++i)
    all += (i == 0 ? "" : i + 1 == names.size() ? " and " : ", ") + names[i];
  return all;
}

std::string listed(const study::Study& study, const std::string& axis,
                   std::vector<std::string> names) {
  const std::string prefix = name_label(study, axis) + " ";
  if (std::all_of(names.begin(), names.end(),
                  [&](const std::string& name) { return name.starts_with(prefix); }))
    for (size_t i = 1; i < names.size(); ++i) names[i].erase(0, prefix.size());
  return listed(names);
}

std::string written(const study::Study& study, const study::VariantKey& key) {
  std::string all;
  for (const auto& [axis, value] : key) {
    if (!all.empty()) all += ", ";
    const std::string name = spoken(study, axis, value);
    all += name.starts_with('"') ? study::text(value) : name;
  }
  return all;
}

std::string many(size_t n, const std::string& what) {
  return std::to_string(n) + " " + what + (n == 1 ? "" : "s");
}

std::string sentence_case(std::string text) {
  if (!text.empty() && text[0] >= 'a' && text[0] <= 'z')
    text[0] = static_cast<char>(text[0] - 'a' + 'A');
  return text;
}

}  // namespace gradus::finding
