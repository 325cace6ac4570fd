#pragma once

#include <string>

#include "gradus/study/reader.hpp"

namespace gradus::study::testing {

/// The parts of a study of moons; a test replaces the one that it is about.
struct Parts {
  std::string top{};
  std::string data = "source = \"moons\"\ntrain = 100\ntest = 50\n";
  std::string model = "layers = [\"dense 8 relu\", \"dense 1 sigmoid\"]\n";
  std::string train = "loss = \"binary_crossentropy\"\noptimizer = \"sgd 0.1\"\nepochs = 10\n";
  std::string rest{};

  [[nodiscard]] std::string text() const {
    return top + "[data]\n" + data + "[model]\n" + model + "[train]\n" + train + rest;
  }
};

inline Study study_of(const Parts& parts, const Overrides& overrides = {}) {
  return read_text(parts.text(), "s.toml", overrides);
}

/// The message without its place's file and line, or "" where nothing is wrong.
inline std::string mistake(const std::string& toml, const Overrides& overrides = {}) {
  try {
    (void)read_text(toml, "s.toml", overrides);
    return "";
  } catch (const Error& error) {
    std::string message = error.what();
    if (!message.starts_with("s.toml")) return message;
    message.erase(0, 6);
    if (message.starts_with(":") && message[1] != ' ')
      message.erase(0, message.find_first_not_of("0123456789", 1));
    return message.starts_with(": ") ? message.substr(2) : message;
  }
}

inline std::string mistake(const Parts& parts, const Overrides& overrides = {}) {
  return mistake(parts.text(), overrides);
}

}  // namespace gradus::study::testing
