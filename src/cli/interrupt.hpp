#pragma once

namespace gradus::cli {

/// While it lives, the first SIGINT or SIGTERM asks for an end instead of being one: what runs
/// finishes its step and saves. A second one ends the program at once, with exit code 130. A signal
/// that was ignored (of a job in the background, say) stays ignored. One at a time.
class Interrupt {
 public:
  Interrupt();
  /// Signals act as before. What was asked is forgotten.
  ~Interrupt();
  Interrupt(const Interrupt&) = delete;
  Interrupt& operator=(const Interrupt&) = delete;

  /// An atomic load: cheap enough for every step, from any thread.
  [[nodiscard]] static bool asked();
};

/// The exit code of a run that was interrupted.
inline constexpr int kInterrupted = 130;

}  // namespace gradus::cli
