#include "study/things.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <map>

#include "study/scalars.hpp"
#include "study/section_keys.hpp"
#include "study/sizes.hpp"

namespace gradus::study {
namespace {

// A thing taken apart: its kind, the further words of its string, and the table of its options.
struct Parts {
  const Context& c;
  const Node& at;  // the string
  const Path& path;
  std::string kind;
  std::vector<Node> words{};
  const Node* table = nullptr;
  Path table_path{};

  [[nodiscard]] const Node* option(std::string_view name) const {
    return table ? table->find(name) : nullptr;
  }
};

std::vector<Node> words_of(const Node& n) {
  if (n.is(Node::Type::kPhrase)) return n.items;
  std::vector<Node> words;
  for (std::string& word : split_words(n.text)) {
    words.push_back(Node::of_string(std::move(word), n.origin));
    words.back().literal = true;
  }
  return words;
}

template <class F>
void take_apart(const Context& c, const Node& n, const Path& p, std::string_view noun,
                const std::vector<std::string>& kinds, F&& f) {
  const Node* at = &n;
  Path at_path = p;
  if (n.is_table()) {
    at = n.find("kind");
    if (!at) c.fail(n, p, "\"kind\" is missing", "one of " + joined_names(kinds));
    at_path = beneath(p, "kind", *at);
  }
  if (!at->is_string() && !at->is(Node::Type::kPhrase))
    c.fail(*at, at_path, fmt::format("expected the name of a kind of {}, got {}", noun, show(*at)),
           "one of " + joined_names(kinds));
  std::vector<Node> words = words_of(*at);
  const std::string kind = words.empty() || !words[0].is_string() ? "" : words[0].text;
  if (std::find(kinds.begin(), kinds.end(), kind) == kinds.end())
    c.fail(*at, at == &n ? p : at_path,
           fmt::format("unknown {} {}", noun,
                       words.empty() || words[0].is_string() ? quote(kind) : show(words[0])),
           suggest(kind, kinds));
  words.erase(words.begin());
  f(Parts{c, *at, at == &n ? p : at_path, kind, std::move(words), n.is_table() ? &n : nullptr, p});
}

Node phrase(std::vector<Node> words, const Node& at) {
  if (words.size() == 1 && !words[0].literal) return words[0];
  Node out;
  out.type = Node::Type::kPhrase;
  out.origin = at.origin;
  out.from = at.from;
  out.items = std::move(words);
  out.text = out.joined();
  return out;
}

template <class T>
inline constexpr bool kTakesRest = Thing<T> || std::is_same_v<T, LearningRate>;

void read_value(const Context& c, const Node& n, const Path& p, const Rule& rule,
                LearningRate& out) {
  if (n.is_number()) {
    schedules::Constant constant;
    read_field(c, n, p, Rule{rule}.at_least(0), constant.learning_rate);
    out = LearningRate(Schedule(constant));
    return;
  }
  if (n.is(Node::Type::kBool) || n.is_list())
    c.fail(n, p, fmt::format("expected a number or a schedule, got {}", show(n)),
           "give a rate such as 0.01, or \"inverse_time_decay 0.1 0.01\"");
  if (n.is_string() && number_of(n.text))
    c.fail(n, p, fmt::format("expected a number or a schedule, got {}", show(n)),
           "drop the quotes");
  if (n.is_string()) check_point(c, n, p, n.text);
  Schedule schedule;
  read_thing(c, n, p, schedule);
  out = LearningRate(std::move(schedule));
}

template <class T>
void read_value(const Context& c, const Node& n, const Path& p, const Rule& rule, T& out) {
  if constexpr (Thing<T>) {
    read_thing(c, n, p, out);
  } else if constexpr (std::is_enum_v<T>) {
    out = static_cast<T>(read_choice(c, n, p, spellings<T>()));
  } else {
    read_field(c, n, p, rule, out);
  }
}

// The words from `from` on as the last position, which is a thing of its own.
template <class T>
size_t read_rest(const Parts& parts, size_t from, std::string_view name, const Rule& rule,
                 const std::string& form, T& out) {
  if constexpr (std::is_same_v<T, LearningRate>) {
    const Node& word = parts.words[from];
    if (word.is_number() || (word.literal && number_of(word.text))) {
      schedules::Constant constant;
      read_word(parts.c, word, {parts.at, parts.path, name, form}, Rule{rule}.at_least(0),
                constant.learning_rate);
      out = LearningRate(Schedule(constant));
      return from + 1;
    }
    if (word.literal) check_point(parts.c, parts.at, parts.path, word.text);
  }
  const auto first = parts.words.begin() + static_cast<std::ptrdiff_t>(from);
  const Node rest = phrase(std::vector<Node>(first, parts.words.end()), parts.at);
  read_value(parts.c, rest, rest.from ? Path{nullptr, *rest.from, true} : parts.path, rule, out);
  return parts.words.size();
}

template <class T>
void read_layer_options(const Parts& parts, T& value) {
  LayerOptions& layer = value.layer;
  if constexpr (kTakesNames<T>) {
    for (const Node& word : parts.words) {
      if (!word.is_string())
        parts.c.fail(parts.at, parts.path, fmt::format("NAME must be a name, got {}", show(word)),
                     "the form is " + form_of<T>());
      layer.inputs.push_back(word.text);
    }
  }
  if (const Node* name = parts.option("name")) {
    const Path p = beneath(parts.table_path, "name", *name);
    read_field(parts.c, *name, p, Rule{}, layer.name);
    if (layer.name.empty() || layer.name == "input" || split_words(layer.name).size() != 1)
      parts.c.fail(*name, p, fmt::format("{} is no name of a layer", quote(layer.name)),
                   "give one word, not \"input\"");
  }
  if (const Node* inputs = parts.option("inputs")) {
    const Path p = beneath(parts.table_path, "inputs", *inputs);
    if (!layer.inputs.empty())
      parts.c.fail(*inputs, p,
                   fmt::format("inputs is given twice: in {} and as a key", show(parts.at)),
                   "drop one");
    for (const Node* item : one_or_list(*inputs))
      read_field(parts.c, *item, p, Rule{}, layer.inputs.emplace_back());
  }
  if (const Node* repeat = parts.option("repeat"))
    read_field(parts.c, *repeat, beneath(parts.table_path, "repeat", *repeat),
               Rule{}.at_least(0).at_most(10000), layer.repeat);
}

template <class T>
void check_options(const Parts& parts) {
  std::vector<std::string> known;
  T value{};
  T::fields(value, [&](std::string_view name, auto&, const Rule&) { known.emplace_back(name); });
  std::vector<std::string> all = known;
  all.emplace_back("kind");
  if constexpr (HasLayerOptions<T>)
    for (std::string& key : key_names("layer")) all.push_back(std::move(key));
  for (size_t i = 0; parts.table && i < parts.table->keys.size(); ++i) {
    const std::string& key = parts.table->keys[i].name;
    if (std::find(all.begin(), all.end(), key) != all.end()) continue;
    const Node& item = parts.table->items[i];
    if constexpr (HasLayerOptions<T>)
      for (std::string& own : key_names("layer")) known.push_back(std::move(own));
    parts.c.fail(item, beneath(parts.table_path, key, item),
                 fmt::format("unknown option of {}", parts.kind),
                 known.empty() ? "it has none" : suggest(key, known));
  }
}

template <class T>
void fill(const Parts& parts, const LayerDefaults& defaults, T& value) {
  const std::string form = form_of<T>();
  check_options<T>(parts);
  size_t position = 0, consumed = kTakesNames<T> ? parts.words.size() : 0;
  T::fields(value, [&]<class M>(std::string_view name, M& member, const Rule& rule) {
    const Node* key = parts.option(name);
    if (rule.word && position++ < parts.words.size()) {
      if (key)
        parts.c.fail(*key, beneath(parts.table_path, name, *key),
                     fmt::format("{} is given twice: in {} and as a key", name, show(parts.at)),
                     "drop one");
      if constexpr (kTakesRest<M>) {
        static_assert(!kTakesNames<T>);
        consumed = read_rest(parts, position - 1, name, rule, form, member);
      } else if constexpr (std::is_same_v<M, double> || std::is_same_v<M, int64_t> ||
                           std::is_same_v<M, std::string> || std::is_same_v<M, Size2D> ||
                           std::is_same_v<M, Shape>) {
        read_word(parts.c, parts.words[position - 1], {parts.at, parts.path, name, form}, rule,
                  member);
        consumed = position;
      }
      return;
    }
    const Node* other = nullptr;
    if (HasLayerOptions<T> && defaults.table && !rule.word) {
      defaults.possible->insert(std::string(name));
      other = defaults.table->find(name);
      if (other) defaults.used->insert(std::string(name));
    }
    if (key) {
      read_value(parts.c, *key, beneath(parts.table_path, name, *key), rule, member);
    } else if (other) {
      read_value(parts.c, *other, beneath(defaults.path, name, *other), rule, member);
    } else if (rule.required && rule.word) {
      std::string capitals(name);
      for (char& letter : capitals) letter = static_cast<char>(std::toupper(letter));
      parts.c.fail(parts.at, parts.path, fmt::format("{} is missing", capitals),
                   "the form is " + form);
    } else if (rule.required) {
      parts.c.fail(parts.at, parts.path, fmt::format("{} needs {}", parts.kind, name),
                   fmt::format("write {{ kind = {}, {} = ... }}", show(parts.at), name));
    }
  });
  if (consumed < parts.words.size())
    parts.c.fail(parts.at, parts.path,
                 fmt::format("nothing takes {}", quote(parts.words[consumed].is_string()
                                                           ? parts.words[consumed].text
                                                           : show(parts.words[consumed]))),
                 "the form is " + form);
  if constexpr (HasLayerOptions<T>) read_layer_options(parts, value);
}

// What no single option shows.
template <class T>
void check_whole(const Parts&, const T&) {}

void check_whole(const Parts& parts, const schedules::PiecewiseConstantDecay& s) {
  if (s.values.size() != s.boundaries.size() + 1)
    parts.c.fail(parts.at, parts.path,
                 fmt::format("{} boundaries need {} values, got {}", s.boundaries.size(),
                             s.boundaries.size() + 1, s.values.size()),
                 "give one value more than boundaries");
  if (!std::is_sorted(s.boundaries.begin(), s.boundaries.end()))
    parts.c.fail(parts.at, parts.path, "boundaries do not rise", "give them in order");
  if (std::any_of(s.values.begin(), s.values.end(), [](double v) { return v < 0; }))
    parts.c.fail(parts.at, parts.path, "a rate is below 0", "give rates from 0");
}

void check_whole(const Parts& parts, const activations::ScaledSigmoid& a) {
  if (a.slope == 0)
    parts.c.fail(parts.at, parts.path, "a slope of 0 passes nothing on", "give another, such as 1");
}

void check_whole(const Parts& parts, const data::augments::RandomFlip& a) {
  static const std::vector<std::string> kModes = {"horizontal", "vertical",
                                                  "horizontal_and_vertical"};
  if (std::find(kModes.begin(), kModes.end(), a.mode) == kModes.end())
    parts.c.fail(parts.at, parts.path, fmt::format("unknown mode {}", quote(a.mode)),
                 suggest(a.mode, kModes));
}

void check_whole(const Parts& parts, const schedules::Cyclic& s) {
  if (s.max_lr < s.base_lr)
    parts.c.fail(parts.at, parts.path,
                 fmt::format("max_lr is {}, below base_lr, {}", s.max_lr, s.base_lr),
                 "give the larger rate as max_lr");
}

// A formula names what it may: the mistake is placed at it.
void check_formula(const Parts& parts, const std::string& y,
                   const std::vector<std::string>& variables) {
  const Node* written = parts.option("y");
  const Node& at = written ? *written : parts.at;
  const Path path = written ? beneath(parts.table_path, "y", *written) : parts.path;
  try {
    (void)Expression::parse(y, variables);
  } catch (const Error& e) {
    parts.c.fail(at, path, e.reason(), e.mend());
  }
}

void check_whole(const Parts& parts, const schedules::Function& s) {
  check_formula(parts, s.y, {"step", "epoch"});
}

void check_whole(const Parts& parts, const cyclic::Function& s) {
  check_formula(parts, s.y, {"cycle", "step"});
}

template <class Category>
void read_any(const Context& c, const Node& n, const Path& p, const LayerDefaults& defaults,
              Category& out) {
  take_apart(c, n, p, kNoun<Category>, kinds<Category>(), [&](const Parts& parts) {
    each_kind<Category>([&]<class T>() {
      if (parts.kind != T::kKind) return;
      T value{};
      fill(parts, defaults, value);
      check_whole(parts, value);
      out = std::move(value);
    });
  });
}

}  // namespace

void read_thing(const Context& c, const Node& n, const Path& p, Activation& out) {
  read_any(c, n, p, {}, out);
}
void read_thing(const Context& c, const Node& n, const Path& p, Initializer& out) {
  read_any(c, n, p, {}, out);
}
void read_thing(const Context& c, const Node& n, const Path& p, Regularizer& out) {
  read_any(c, n, p, {}, out);
}
void read_thing(const Context& c, const Node& n, const Path& p, Constraint& out) {
  read_any(c, n, p, {}, out);
}
void read_thing(const Context& c, const Node& n, const Path& p, Loss& out) {
  read_any(c, n, p, {}, out);
}
void read_thing(const Context& c, const Node& n, const Path& p, Metric& out) {
  read_any(c, n, p, {}, out);
}
void read_thing(const Context& c, const Node& n, const Path& p, Schedule& out) {
  read_any(c, n, p, {}, out);
}
void read_thing(const Context& c, const Node& n, const Path& p, CyclicMode& out) {
  read_any(c, n, p, {}, out);
}
void read_thing(const Context& c, const Node& n, const Path& p, Optimizer& out) {
  read_any(c, n, p, {}, out);
}
void read_thing(const Context& c, const Node& n, const Path& p, CallbackSpec& out) {
  read_any(c, n, p, {}, out);
}
void read_thing(const Context& c, const Node& n, const Path& p, data::Source& out) {
  read_any(c, n, p, {}, out);
}
void read_thing(const Context& c, const Node& n, const Path& p, data::Transform& out) {
  read_any(c, n, p, {}, out);
}
void read_thing(const Context& c, const Node& n, const Path& p, data::Augment& out) {
  read_any(c, n, p, {}, out);
}
void read_thing(const Context& c, const Node& n, const Path& p, SchedulerThing& out) {
  read_any(c, n, p, {}, out);
}
void read_layer(const Context& c, const Node& n, const Path& p, const LayerDefaults& defaults,
                Layer& out) {
  read_any(c, n, p, defaults, out);
}

std::string written_kind(const Node& n) {
  const Node* at = n.is_table() ? n.find("kind") : &n;
  if (!at) return {};
  const std::vector<std::string> words = split_words(at->joined());
  return words.empty() || words[0][0] == '$' ? "" : words[0];
}

std::string written_name(const Node& n) {
  const Node* name = n.is_table() ? n.find("name") : nullptr;
  return name ? name->joined() : "";
}

std::vector<std::string> member_names(const std::vector<Node>& items) {
  std::map<std::string, int> seen;
  std::vector<std::string> names;
  for (const Node& item : items) {
    const std::string name = written_name(item), kind = written_kind(item);
    if (!name.empty() || kind.empty()) {
      names.push_back(name);
      continue;
    }
    const int count = seen[kind]++;
    names.push_back(count == 0 ? kind : fmt::format("{}_{}", kind, count));
  }
  return names;
}

}  // namespace gradus::study
