#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace gradus::study {

/// What a run's study.toml says of the run itself, in [record] behind the study.
struct Record {
  std::string version;                 ///< of the program
  bool quick = false;                  ///< it was the quick form
  std::vector<std::string> set{};      ///< each --set
  std::optional<int64_t> seeds{};      ///< --seeds
  std::string beside{};                ///< from the folder to the one where the study's files lie
  std::vector<std::string> notes{};    ///< on the plan: Study::notes when all was done
  std::vector<std::string> sources{};  ///< on the data
  std::vector<std::pair<std::string, std::string>> sha256{};  ///< of each file read
};

/// [record] as TOML, a blank line before it.
[[nodiscard]] std::string record_toml(const Record& record);
/// The study before [record].
[[nodiscard]] std::string plan_of(std::string_view recorded);
/// [record] of a study.toml, empty where it has none. Throws Error at `place` where it is no TOML.
[[nodiscard]] Record read_record(std::string_view recorded, const std::string& place);

}  // namespace gradus::study
