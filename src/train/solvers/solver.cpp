#include "train/solvers/solver.hpp"

#include <cstdint>
#include <string>
#include <utility>

#include "gradus/base/error.hpp"

namespace gradus::solvers {
namespace {

template <class V>
concept Number = std::is_arithmetic_v<V> || std::is_enum_v<V>;

struct Writer {
  Vector& out;
  template <Number N>
  void operator()(const N& number) const {
    out.push_back(static_cast<double>(number));
  }
  template <class E>
  void operator()(const std::vector<E>& items) const {
    out.push_back(static_cast<double>(items.size()));
    for (const E& item : items) (*this)(item);
  }
};

struct Reader {
  std::span<const double> in;

  double next() {
    if (in.empty()) fail();
    const double value = in.front();
    in = in.subspan(1);
    return value;
  }
  template <Number N>
  void operator()(N& number) {
    const double value = next();
    if constexpr (!std::is_same_v<N, double>) {
      if (!(std::abs(value) < 9e15)) fail();  // no whole number
    }
    number = static_cast<N>(value);
  }
  template <class E>
  void operator()(std::vector<E>& items) {
    const double size = next();
    if (!(size >= 0 && size <= static_cast<double>(in.size()))) fail();
    items.resize(static_cast<size_t>(size));
    for (E& item : items) (*this)(item);
  }
  [[noreturn]] static void fail() {
    throw Error("checkpoint", "a solver's state is broken", "train from the start");
  }
};

template <size_t... I>
Solver of_index(double index, std::index_sequence<I...>) {
  Solver solver;
  if (!((index == static_cast<double>(I) ? (solver.emplace<I>(), true) : false) || ...))
    Reader::fail();
  return solver;
}

template <class Options>
Settings settings_of(const Options& options) {
  return {.max_evaluations = options.max_evaluations, .ftol = options.ftol};
}

}  // namespace

Solver make_solver(const Optimizer& optimizer, Vector start) {
  if (const auto* o = std::get_if<TruncatedNewton>(&optimizer))
    return TruncatedNewtonSolver(settings_of(*o), std::move(start));
  if (const auto* o = std::get_if<LBFGS>(&optimizer))
    return LbfgsSolver(settings_of(*o), std::move(start));
  if (const auto* o = std::get_if<ConjugateGradient>(&optimizer))
    return ConjugateGradientSolver(settings_of(*o), std::move(start));
  if (const auto* o = std::get_if<Rprop>(&optimizer))
    return RpropSolver(settings_of(*o), std::move(start));
  throw Error("optimizer", "is no full-batch solver",
              "use truncated_newton, lbfgs, conjugate_gradient or rprop");
}

Vector save(const Solver& solver) {
  Vector out{static_cast<double>(solver.index())};
  std::visit([&]<class S>(const S& s) { S::parts(s, Writer{out}); }, solver);
  return out;
}

Solver restore(std::span<const double> state) {
  Reader reader{state};
  Solver solver = of_index(reader.next(), std::make_index_sequence<std::variant_size_v<Solver>>{});
  std::visit([&]<class S>(S& s) { S::parts(s, reader); }, solver);
  if (!reader.in.empty()) Reader::fail();
  return solver;
}

}  // namespace gradus::solvers
