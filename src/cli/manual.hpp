#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

/// What an installation says of the command, made from the commands themselves, so that neither can
/// differ from what they take.
namespace gradus::cli {

/// The commands of `app` that people see, in their order.
[[nodiscard]] std::vector<const CLI::App*> shown_commands(const CLI::App& app);
/// Options that start with a dash, those that every command has included.
[[nodiscard]] std::vector<const CLI::Option*> dashed_options(const CLI::App& command);
/// The words that stand without a dash, in their order.
[[nodiscard]] std::vector<const CLI::Option*> places(const CLI::App& command);

/// gradus(1), in the language of man pages.
[[nodiscard]] std::string manual(const CLI::App& app);
/// What bash sources to complete commands, options, study files and words.
[[nodiscard]] std::string completion(const CLI::App& app);

}  // namespace gradus::cli
