#include "study/machine.hpp"

#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "base/threads.hpp"
#include "gradus/base/error.hpp"

namespace gradus::study {

std::string processor_name(std::string_view cpuinfo) {
  constexpr std::string_view kKey = "model name";
  const size_t at = cpuinfo.find(kKey);
  if (at == std::string_view::npos) return {};
  const std::string_view line = cpuinfo.substr(at, cpuinfo.find('\n', at) - at);
  const size_t begin = line.find_first_not_of(": \t", kKey.size());
  return begin == std::string_view::npos ? std::string() : std::string(line.substr(begin));
}

Machine this_machine(const Results& results, int threads, std::string target) {
  Machine machine;
  std::ifstream cpuinfo("/proc/cpuinfo");
  machine.processor = processor_name(std::string{std::istreambuf_iterator<char>(cpuinfo), {}});
  machine.target = std::move(target);
  machine.processors = processors();
  machine.threads = threads > 0 ? threads : processors();
  machine.trainings = static_cast<int64_t>(results.trials.size());
  for (const Trial& trial : results.trials) {
    machine.training += trial.history.seconds;
    machine.updates += trial.history.steps;
  }
  return machine;
}

std::string machine_json(const Machine& machine) {
  const nlohmann::ordered_json json = {
      {"processor", machine.processor},   {"target", machine.target},
      {"processors", machine.processors}, {"threads", machine.threads},
      {"trainings", machine.trainings},   {"seconds", machine.seconds},
      {"training", machine.training},     {"updates", machine.updates}};
  return json.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

Machine read_machine_json(std::string_view text, const std::string& place) {
  try {
    const nlohmann::json json = nlohmann::json::parse(text);
    Machine machine;
    json.at("processor").get_to(machine.processor);
    json.at("target").get_to(machine.target);
    json.at("processors").get_to(machine.processors);
    json.at("threads").get_to(machine.threads);
    json.at("trainings").get_to(machine.trainings);
    json.at("seconds").get_to(machine.seconds);
    json.at("training").get_to(machine.training);
    json.at("updates").get_to(machine.updates);
    return machine;
  } catch (const nlohmann::json::exception&) {
    throw Error(place, "does not say where a run was computed", "remove it to do without");
  }
}

}  // namespace gradus::study
