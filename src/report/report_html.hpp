#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "gradus/study/results.hpp"
#include "gradus/study/study.hpp"
#include "report/html/figure.hpp"
#include "study/machine.hpp"
#include "study/record.hpp"

namespace gradus {

/// All that a report tells of. Equal parts give equal bytes.
struct ReportParts {
  const study::Study& study;
  const study::Results& results;
  const study::Record& record;
  std::string plan;  ///< the study as text
  std::vector<html::Picture> pictures{};
  std::optional<study::Machine> machine{};
};

/// The SVGs of the study's figures in their order, from a folder of figures. Throws Error where one
/// is missing.
[[nodiscard]] std::vector<html::Picture> pictures_of(const study::Study& study,
                                                     const std::filesystem::path& figures);

/// report.html: one page that needs nothing else. Question, answers, tables, figures, every trial,
/// notes, how to repeat it, the machine.
[[nodiscard]] std::string report_html(const ReportParts& parts);

}  // namespace gradus
