#include "gradus/train/population.hpp"

#include <string>

#include "base/threads.hpp"
#include "gradus/base/error.hpp"
#include "train/together.hpp"

namespace gradus {

Population::Population(const Model& model, int64_t size) {
  if (size < 0)
    throw Error("population", std::to_string(size) + " is no size", "give a number from 0");
  models_.assign(static_cast<size_t>(size), model);
}

std::vector<History> Population::fit(const data::Dataset& train, const FitOptions& options) {
  if (options.backup && models_.size() > 1)
    throw Error("backup", "one file cannot hold many networks",
                "give each network options of its own");
  return fit(
      train,
      [&](int64_t i) {
        FitOptions own = options;
        own.seed += static_cast<uint64_t>(i);
        for (Callback& callback : own.callbacks) callback = callback.fresh();
        return own;
      },
      options.threads);
}

std::vector<History> Population::fit(const data::Dataset& train,
                                     const std::function<FitOptions(int64_t)>& options_of,
                                     int threads) {
  std::vector<Member> members(models_.size());
  for (size_t i = 0; i < models_.size(); ++i) {
    members[i] = {&models_[i], train, options_of(static_cast<int64_t>(i)), {}};
    members[i].options.threads = 1;
    members[i].options.verbose = false;
  }
  train_all(members, threads > 0 ? threads : processors(), Lanes::kBest);
  std::vector<History> histories;
  for (Member& m : members) histories.push_back(std::move(m.history));
  return histories;
}

}  // namespace gradus
