#include <fmt/core.h>

#include <algorithm>
#include <limits>

#include "study/needs.hpp"
#include "study/vary.hpp"

namespace gradus::study {
namespace {

class Crossing {
 public:
  Crossing(const Context& c, const Node& study, const std::vector<AxisNode>& axes)
      : context_(c), axes_(axes), needs_(study, axes) {
    most_ = std::min(kMostVariants, kMostValues / study.size());
  }

  std::vector<Choice> run() {
    Choice choice(axes_.size(), -1);
    expand(choice);
    // Last axis fastest; a variant that does not cross an axis stands behind those that do.
    std::sort(out_.begin(), out_.end(), [](const Choice& a, const Choice& b) {
      return std::lexicographical_compare(a.begin(), a.end(), b.begin(), b.end(), [](int x, int y) {
        const auto rank = [](int v) { return v < 0 ? std::numeric_limits<int>::max() : v; };
        return rank(x) < rank(y);
      });
    });
    return std::move(out_);
  }

 private:
  void expand(Choice& choice) {
    const size_t axis = needs_.next(choice);
    if (axis == axes_.size()) {
      if (out_.size() >= most_)
        context_.fail(axes_.empty() ? Origin{} : axes_[0].origin, "vary",
                      fmt::format("crosses more than {} variants", most_), "give fewer values");
      out_.push_back(choice);
      return;
    }
    for (size_t v = 0; v < axes_[axis].values.size(); ++v) {
      choice[axis] = static_cast<int>(v);
      expand(choice);
    }
    choice[axis] = -1;
  }

  const Context& context_;
  const std::vector<AxisNode>& axes_;
  Needs needs_;
  std::vector<Choice> out_;
  size_t most_ = 0;
};

class Substitution {
 public:
  Substitution(const Context& c, const std::vector<AxisNode>& axes, const Choice& choice)
      : context_(c), axes_(axes), choice_(choice) {}

  [[nodiscard]] std::optional<Node> apply(const Node& node) {
    if (++made_ > kMostPlanValues)
      context_.fail(node.origin, "vary",
                    fmt::format("a variant of more than {} values", kMostPlanValues),
                    "name fewer lists within lists");
    if (node.is_string()) return apply_string(node);
    if (!node.is_list() && !node.is_table()) return node;
    Node out = node;
    out.items.clear();
    out.keys.clear();
    for (size_t i = 0; i < node.items.size(); ++i) {
      std::optional<Node> item = apply(node.items[i]);
      if (!item) continue;  // a field that the variant lacks: the key or member is left out
      if (node.is_table()) {
        out.keys.push_back(node.keys[i]);
        out.items.push_back(std::move(*item));
      } else if (item->is_list() && node.items[i].is_string()) {
        for (Node& spliced : item->items) {
          if (!spliced.from) spliced.from = item->from;
          out.items.push_back(std::move(spliced));
        }
      } else {
        out.items.push_back(std::move(*item));
      }
    }
    return out;
  }

 private:
  [[nodiscard]] std::optional<Node> apply_string(const Node& node) {
    if (node.text.find('$') == std::string::npos) return node;
    const std::vector<std::string> words = split_words(node.text);
    if (words.size() == 1) {
      const auto reference = reference_of(words[0]);
      return reference ? value_of(*reference) : node;
    }
    Node phrase;
    phrase.type = Node::Type::kPhrase;
    phrase.text = node.text;
    phrase.origin = node.origin;
    phrase.from = node.from;
    bool replaced = false;
    for (const std::string& word : words) {
      const auto reference = reference_of(word);
      if (!reference) {
        phrase.items.push_back(Node::of_string(word, node.origin));
        phrase.items.back().literal = true;
        continue;
      }
      replaced = true;
      std::optional<Node> value = value_of(*reference);
      if (!value)
        context_.fail(node.origin, reference->text(),
                      fmt::format("inside {}, and {} lacks it", quote(node.text),
                                  quote(text(chosen(reference->axis)))),
                      "give it there too");
      phrase.items.push_back(std::move(*value));
    }
    return replaced ? phrase : node;
  }

  [[nodiscard]] const AxisValue& chosen(const std::string& name) const {
    const AxisNode* axis = find_axis(axes_, name);
    return axis->shown[static_cast<size_t>(choice_[static_cast<size_t>(axis - axes_.data())])];
  }

  [[nodiscard]] std::optional<Node> value_of(const Reference& reference) {
    const AxisNode* axis = find_axis(axes_, reference.axis);
    const int index = choice_[static_cast<size_t>(axis - axes_.data())];
    const Node* value = &axis->values[static_cast<size_t>(index)];
    if (!reference.field.empty())
      value = has_fields(*value) ? value->find(reference.field) : nullptr;
    if (!value) return std::nullopt;
    std::optional<Node> out = apply(*value);
    if (out && !out->from) out->from = value->from;
    return out;
  }

  const Context& context_;
  const std::vector<AxisNode>& axes_;
  const Choice& choice_;
  size_t made_ = 0;
};

}  // namespace

std::vector<Choice> cross(const Context& c, const Node& study, const std::vector<AxisNode>& axes) {
  return Crossing(c, study, axes).run();
}

std::optional<Node> substitute(const Context& c, const std::vector<AxisNode>& axes,
                               const Choice& choice, const Node& node) {
  return Substitution(c, axes, choice).apply(node);
}

}  // namespace gradus::study
