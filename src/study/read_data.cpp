#include <fmt/core.h>

#include <cmath>

#include "gradus/study/metric_names.hpp"
#include "study/scalars.hpp"
#include "study/section_keys.hpp"
#include "study/sections.hpp"
#include "study/things.hpp"
#include "study/train_rows.hpp"

namespace gradus::study {
namespace {

constexpr double kMostSamples = 1e9;
constexpr double kMostFolds = 10'000;  // and repeats

constexpr std::string_view kAmount = "a count or a share";
constexpr std::string_view kAmountOrFolds = "a count, a share or { folds = K }";
constexpr std::string_view kSetOrTest = "a count, a share, { folds = K } or \"test\"";

bool is_generated(const data::Source& source) {
  using namespace data::sources;
  return std::holds_alternative<Moons>(source) || std::holds_alternative<Circles>(source) ||
         std::holds_alternative<Blobs>(source) || std::holds_alternative<Spirals>(source) ||
         std::holds_alternative<Function>(source);
}

bool has_own_test(const data::Source& source) {
  DataPlan plan;
  plan.source = source;
  return has_test_set(plan);
}

bool has_numbers(const data::Source& source) {
  return std::holds_alternative<data::sources::Function>(source) ||
         std::holds_alternative<data::sources::Xor>(source);
}

std::string source_kind(const data::Source& source) {
  return std::visit([](const auto& s) { return std::string(s.kKind); }, source);
}

Folds read_folds(const Context& c, const Node& n, const Path& p) {
  const Keys keys(c, n, p, key_names("folds"));
  Folds folds;
  if (!keys.find("folds"))
    c.fail(n, Path{&p, "folds"}, "is missing", "write { folds = 3 }, for example");
  keys.with("folds", [&](const Node& value, const Path& here) {
    read_field(c, value, here, Rule{}.at_least(2).at_most(kMostFolds), folds.folds);
  });
  keys.with("repeats", [&](const Node& value, const Path& here) {
    read_field(c, value, here, Rule{}.at_least(1).at_most(kMostFolds), folds.repeats);
  });
  return folds;
}

Amount read_amount(const Context& c, const Node& n, const Path& p, std::string_view expected) {
  if (!n.is_number()) {
    const bool quoted = n.is_string() && number_of(n.text);
    c.fail(n, p, fmt::format("expected {}, got {}", expected, show(n)),
           quoted ? "drop the quotes" : "give a whole number, or a share such as 0.2");
  }
  if (n.is(Node::Type::kFloat)) {
    if (!(n.number > 0 && n.number < 1))
      c.fail(n, p, fmt::format("{} is no share", show(n)),
             n.number >= 1 && n.number == std::floor(n.number)
                 ? "a count is a whole number"
                 : "give one between 0 and 1, or a whole number");
    return {n.number};
  }
  int64_t count = 0;
  read_field(c, n, p, Rule{}.at_least(1).at_most(kMostSamples), count);
  return {count};
}

int64_t count_of(const std::optional<Amount>& amount) {
  const int64_t* count = amount ? std::get_if<int64_t>(&amount->value) : nullptr;
  return count ? *count : 0;
}

void check_folds(const Keys& keys, const DataPlan& plan) {
  const Context& c = keys.context();
  if (plan.test_folds && is_generated(plan.source) && !plan.samples)
    c.fail(keys.table().origin, "data.samples", "is missing",
           "the folds of data.test deal what it draws");
}

// What is dealt, where the file says how much there is.
void check_dealing(const Keys& keys, const DataPlan& plan) {
  try {
    if (const int64_t rows = told_rows(plan); rows > 0) (void)most_train_rows(plan, rows);
  } catch (const Error& e) {
    const std::string key = e.place().substr(e.place().find('.') + 1);
    const Node& node = *keys.find(key);
    keys.context().fail(node, beneath(keys.path(), key, node), e.reason(), e.mend());
  }
}

void check_counts(const Keys& keys, const DataPlan& plan) {
  const Context& c = keys.context();
  check_folds(keys, plan);
  if (is_generated(plan.source) && !plan.samples && count_of(plan.train) == 0) {
    const std::string kind = source_kind(plan.source);
    if (const Node* train = keys.find("train"))
      c.fail(*train, beneath(keys.path(), "train", *train),
             fmt::format("a share of nothing: {} draws what is asked", kind),
             "give a count, or data.samples");
    c.fail(keys.table().origin, "data.train", "is missing",
           fmt::format("{} draws as many samples as asked", kind));
  }
  if (plan.samples) {
    const int64_t asked = count_of(plan.train) + count_of(plan.test) + count_of(plan.validation);
    if (asked > *plan.samples) {
      const char* key = count_of(plan.train) > 0  ? "train"
                        : count_of(plan.test) > 0 ? "test"
                                                  : "validation";
      const Node& node = *keys.find(key);
      c.fail(node, beneath(keys.path(), key, node),
             fmt::format("asks for {} of {} samples", asked, *plan.samples), "ask for fewer");
    }
  }
  double shares = 0;
  for (const auto* amount : {&plan.train, &plan.test, &plan.validation})
    if (*amount && std::holds_alternative<double>((*amount)->value))
      shares += std::get<double>((*amount)->value);
  if (shares > 1 + 1e-9)
    c.fail(keys.table().origin, "data", fmt::format("the shares add up to {}", shares),
           "give at most 1 in all");
  check_dealing(keys, plan);
}

}  // namespace

DataPlan read_data(const Context& c, const Node& data) {
  const Path path{nullptr, "data"};
  const Keys keys(c, data, path, key_names("data"));
  DataPlan plan;
  const Node* source = keys.find("source");
  if (!source)
    c.fail(data.origin, "data.source", "is missing",
           "one of " + joined_names(kinds<data::Source>()));
  read_thing(c, *source, beneath(path, "source", *source), plan.source);
  std::visit(
      [&]<class S>(const S& s) {
        if constexpr (requires { s.part; }) {
          if (!s.part.empty() && s.part != "train" && s.part != "test")
            c.fail(*source, beneath(path, "source", *source),
                   fmt::format("{} is no part of {}", quote(s.part), S::kKind),
                   "give train or test, or nothing for both");
        }
      },
      plan.source);
  keys.with("samples", [&](const Node& n, const Path& p) {
    int64_t count = 0;
    read_field(c, n, p, Rule{}.at_least(1).at_most(kMostSamples), count);
    if (has_own_test(plan.source)) {
      const std::string kind = source_kind(plan.source);
      c.fail(n, p, fmt::format("{} has a test set of its own", kind),
             kind == "folder" ? "use train and test"
                              : fmt::format("use train and test, or source = \"{} train\"", kind));
    }
    plan.samples = count;
  });
  keys.with("train",
            [&](const Node& n, const Path& p) { plan.train = read_amount(c, n, p, kAmount); });
  keys.with("test", [&](const Node& n, const Path& p) {
    if (!n.is_table()) {
      plan.test = read_amount(c, n, p, kAmountOrFolds);
      return;
    }
    plan.test_folds = read_folds(c, n, p);
    if (has_own_test(plan.source)) {
      const std::string kind = source_kind(plan.source);
      c.fail(n, p, fmt::format("{} has a test set of its own", kind),
             kind == "folder" ? "give a count, or nothing"
                              : fmt::format("folds need source = \"{} train\"", kind));
    }
  });
  keys.with("validation", [&](const Node& n, const Path& p) {
    if (n.is_string()) {
      if (n.text != "test")
        c.fail(n, p, fmt::format("expected {}, got {}", kSetOrTest, show(n)),
               number_of(n.text) ? "drop the quotes" : "write \"test\" for the test set");
      if (!has_test_set(plan)) c.fail(n, p, "\"test\" needs a test set", "give data.test");
      plan.validation_is_test = true;
      return;
    }
    if (n.is_table())
      plan.validation_folds = read_folds(c, n, p);
    else
      plan.validation = read_amount(c, n, p, kSetOrTest);
  });
  keys.with("stratify", [&](const Node& n, const Path& p) {
    bool stratify = false;
    read_field(c, n, p, Rule{}, stratify);
    if (stratify && has_numbers(plan.source))
      c.fail(n, p, "needs class labels",
             fmt::format("{} has numbers as targets; remove it", source_kind(plan.source)));
    plan.stratify = stratify;
  });
  keys.with("transform", [&](const Node& n, const Path& p) {
    for (const Node* item : one_or_list(n)) {
      const std::string name = written_kind(*item);
      read_thing(c, *item, beneath(p, name, *item), plan.transform.emplace_back());
      if (const auto* scale = std::get_if<data::transforms::Scale>(&plan.transform.back()))
        if (!(scale->low < scale->high))
          c.fail(*item, beneath(p, name, *item),
                 fmt::format("LOW {} is not below HIGH {}", scale->low, scale->high),
                 "give the lower end first");
    }
  });
  keys.with("augment", [&](const Node& n, const Path& p) {
    for (const Node* item : one_or_list(n)) {
      const std::string name = written_kind(*item);
      read_thing(c, *item, beneath(p, name, *item), plan.augment.emplace_back());
    }
    if (!plan.augment.empty() && !may_be_images(plan))
      c.fail(n, p, "needs images",
             fmt::format("{} has rows of numbers; remove it", source_kind(plan.source)));
  });
  keys.with("seed", [&](const Node& n, const Path& p) {
    int64_t seed = 0;
    read_field(c, n, p, Rule{}.at_least(0), seed);
    plan.seed = static_cast<uint64_t>(seed);
  });
  check_counts(keys, plan);
  return plan;
}

}  // namespace gradus::study
