#include "gradus/train/history.hpp"

namespace gradus {

const char* status_name(Status status) {
  switch (status) {
    case Status::kCompleted:
      return "completed";
    case Status::kConverged:
      return "converged";
    case Status::kStopped:
      return "stopped";
    case Status::kDiverged:
      return "diverged";
    case Status::kFailed:
      return "failed";
  }
  return "failed";
}

}  // namespace gradus
