#include "study/scores_sizes.hpp"

#include <algorithm>
#include <cmath>
#include <type_traits>

#include "gradus/data/load.hpp"

namespace gradus::study {
namespace {

constexpr double kTrainImages = 60000, kTestImages = 10000;  // MNIST's and Fashion-MNIST's

SetSize whole(double rows) {
  return {rows, 1};
}

// The images of MNIST and its like: those dealt into sets, and of the test set of their own.
struct Bodies {
  SetSize dealt{std::nullopt, 1}, own_test{};
};

Bodies bodies_of(const DataPlan& plan) {
  Bodies out;
  const auto images = [&](const std::string& part) {
    out.dealt = whole(part == "test" ? kTestImages : kTrainImages);
    if (part.empty()) out.own_test.rows = kTestImages;
  };
  if (const auto* mnist = std::get_if<data::sources::Mnist>(&plan.source)) images(mnist->part);
  if (const auto* fashion = std::get_if<data::sources::FashionMnist>(&plan.source))
    images(fashion->part);
  if (plan.samples) out.dealt = whole(static_cast<double>(*plan.samples));
  return out;
}

SetSize part_of(const SetSize& all, const Amount& amount) {
  if (const auto* share = std::get_if<double>(&amount.value)) {
    SetSize out;
    if (all.rows) out.rows = std::ceil(*share * *all.rows);
    if (all.share) out.share = *share * *all.share;
    return out;
  }
  const auto rows = static_cast<double>(std::get<int64_t>(amount.value));
  SetSize out{rows, std::nullopt};
  if (all.rows && all.share && *all.rows > 0) out.share = rows / *all.rows * *all.share;
  return out;
}

SetSize fold_of(const SetSize& all, const Folds& folds) {
  const auto n = static_cast<double>(folds.folds);
  return {all.rows ? std::optional(*all.rows / n) : std::nullopt,
          all.share ? std::optional(*all.share / n) : std::nullopt};
}

SetSize without(const SetSize& all, const SetSize& part) {
  SetSize out;
  if (all.rows && part.rows) out.rows = std::max(0.0, *all.rows - *part.rows);
  if (all.share && part.share) out.share = std::max(0.0, *all.share - *part.share);
  return out;
}

}  // namespace

SetSizes set_sizes(const DataPlan& plan) {
  SetSizes out;
  const bool drawn = data::is_generated(plan.source);
  const Bodies bodies = bodies_of(plan);
  out.train = bodies.dealt;
  if (drawn) {
    if (!plan.test_folds && plan.train) out.train = part_of({}, *plan.train);
    if (!out.train.rows && std::holds_alternative<data::sources::Xor>(plan.source))
      out.train.rows = 4;
    out.train.share = 1;
    if (!plan.test_folds && plan.test) out.test = part_of({}, *plan.test);
  } else if (has_own_test(plan)) {
    out.test = plan.test ? part_of(bodies.own_test, *plan.test) : bodies.own_test;
  }
  if (plan.test_folds || (plan.test && !drawn && !has_own_test(plan))) {
    out.test =
        plan.test_folds ? fold_of(out.train, *plan.test_folds) : part_of(out.train, *plan.test);
    out.train = without(out.train, out.test);
  }
  if (plan.train && (!drawn || plan.test_folds)) out.train = part_of(out.train, *plan.train);
  if (plan.validation_is_test) {
    out.validation = out.test;
  } else if (plan.validation_folds || plan.validation) {
    out.validation = plan.validation_folds ? fold_of(out.train, *plan.validation_folds)
                                           : part_of(out.train, *plan.validation);
    out.train = without(out.train, out.validation);
  }
  return out;
}

std::optional<double> ratio(const SetSize& a, const SetSize& b) {
  if (a.rows && b.rows && *b.rows > 0) return *a.rows / *b.rows;
  if (a.share && b.share && *b.share > 0) return *a.share / *b.share;
  return {};
}

bool has_own_test(const DataPlan& plan) {
  using namespace data::sources;
  const auto* mnist = std::get_if<Mnist>(&plan.source);
  const auto* fashion = std::get_if<FashionMnist>(&plan.source);
  return std::holds_alternative<Folder>(plan.source) || (mnist && mnist->part.empty()) ||
         (fashion && fashion->part.empty());
}

bool draws_anew(const DataPlan& plan) {
  if (plan.seed || !data::is_generated(plan.source)) return false;
  // The rows of exclusive or, and even points of a function, are the same for every seed.
  if (const auto* function = std::get_if<data::sources::Function>(&plan.source))
    return function->draw == data::sources::Draw::kUniform;
  return !std::holds_alternative<data::sources::Xor>(plan.source);
}

}  // namespace gradus::study
