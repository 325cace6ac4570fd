#include "study/things.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <map>

#include "study/scalars.hpp"
#include "study/sizes.hpp"
#include "study/thing_parts.hpp"

namespace gradus::study {
namespace {

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
void value_into(const Context& c, const Node& n, const Path& p, const Rule& rule, void* member) {
  read_value(c, n, p, rule, *static_cast<T*>(member));
}

template <class T>
void words_into(const Parts& parts, const Words& w, const Rule& rule, void* member,
                size_t& consumed) {
  T& out = *static_cast<T*>(member);
  if constexpr (kTakesRest<T>) {
    consumed = read_rest(parts, w.position, w.name, rule, w.form, out);
  } else if constexpr (std::is_same_v<T, double> || std::is_same_v<T, int64_t> ||
                       std::is_same_v<T, std::string> || std::is_same_v<T, Size2D> ||
                       std::is_same_v<T, Shape>) {
    read_word(parts.c, parts.words[w.position], {parts.at, parts.path, w.name, w.form}, rule, out);
    consumed = w.position + 1;
  }
}

template <class T>
Options options_of(T& thing) {
  Options out{bare_form(T::kKind, kTakesNames<T>), kTakesNames<T>, nullptr};
  if constexpr (HasLayerOptions<T>) out.layer = &thing.layer;
  T::fields(thing, [&]<class M>(std::string_view name, M& member, const Rule& rule) {
    static_assert(!(kTakesNames<T> && kTakesRest<M>));
    out.add({name, rule, &member, value_into<M>, words_into<M>});
  });
  return out;
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

template <class T, class Category>
void read_kind(const Parts& parts, const LayerDefaults& defaults, Category& out) {
  T value{};
  fill(parts, defaults, options_of(value));
  check_whole(parts, value);
  out = std::move(value);
}

template <class Category>
void read_any(const Context& c, const Node& n, const Path& p, const LayerDefaults& defaults,
              Category& out) {
  const Parts parts = take_apart(c, n, p, kNoun<Category>, kinds<Category>());
  void (*read)(const Parts&, const LayerDefaults&, Category&) = nullptr;
  each_kind<Category>([&]<class T>() {
    if (parts.kind == T::kKind) read = read_kind<T, Category>;
  });
  read(parts, defaults, out);
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
