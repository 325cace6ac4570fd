#pragma once

#include <string>
#include <string_view>

#include "gradus/study/results.hpp"
#include "gradus/study/study.hpp"

namespace gradus::study {

/// history.csv: the columns trial, epoch, metric, value, one row for each value that was measured.
/// `trial` counts the entries of results.json from 0, copies included; `epoch` counts from 1.
[[nodiscard]] std::string history_csv(const Study& study, const Results& results);

/// Fills the columns of histories from such a file into results that were read from its
/// results.json. Throws Error at `place`, with the line, where the file is not one.
void read_history_csv(std::string_view csv, const std::string& place, Results& results);

}  // namespace gradus::study
