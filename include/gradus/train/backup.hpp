#pragma once

#include <string>

namespace gradus {

/// Saves a training every `seconds` between two updates, and goes on from there when the same fit
/// is called again after anything has ended it, as Keras's BackupAndRestore: what comes of it is,
/// bit for bit, what comes of a fit that nothing disturbed. The file holds weights, optimizer,
/// history, position in the data and the callbacks' state; a listener of your own gives its state
/// itself (Listener::state). The one before is kept as FILE.previous and used where FILE is broken.
struct BackupAndRestore {
  std::string file;               ///< one for each training
  double seconds = 30;            ///< 0 saves after every update
  bool delete_checkpoint = true;  ///< at the end; kept, it is gone on from by the next fit
};

}  // namespace gradus
