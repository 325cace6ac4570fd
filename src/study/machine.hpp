#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "gradus/study/results.hpp"

namespace gradus::study {

/// machine.json: where a run was computed, and how fast. Nothing of it decides a result.
struct Machine {
  std::string processor;   ///< as the system names it; "" where it does not
  std::string target;      ///< of the vector kernels: "avx512"
  int64_t processors = 0;  ///< that the run could use
  int64_t threads = 0;     ///< that it did
  int64_t trainings = 0;   ///< in the results; fewer where a run goes on from another
  double seconds = 0;      ///< of this run, by the clock
  double training = 0;     ///< seconds of all trainings, each by itself
  int64_t updates = 0;     ///< of the weights, in all trainings; evaluations of full-batch solvers
};

/// What the results tell, on this machine; `seconds` are the caller's.
[[nodiscard]] Machine this_machine(const Results& results, int threads, std::string target);
/// The processor's name in the text of /proc/cpuinfo, "" where there is none.
[[nodiscard]] std::string processor_name(std::string_view cpuinfo);

[[nodiscard]] std::string machine_json(const Machine& machine);
/// Throws Error at `place` where it is broken.
[[nodiscard]] Machine read_machine_json(std::string_view json, const std::string& place);

}  // namespace gradus::study
