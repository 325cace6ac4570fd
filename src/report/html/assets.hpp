#pragma once

#include <string_view>

/// What every report carries along: assets/report.css and assets/report.js, put in when Gradus is
/// built.
namespace gradus::html {

extern const std::string_view kStyle, kScript;

}  // namespace gradus::html
