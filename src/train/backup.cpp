#include "train/backup.hpp"

#include <chrono>
#include <string>

#include "gradus/base/error.hpp"

namespace gradus {

void begin_backup(Member& member) {
  if (!member.options.backup) return;
  const BackupAndRestore backup = *member.options.backup;
  if (backup.file.empty()) throw Error("backup", "has no file", "name one");
  if (!(backup.seconds >= 0))
    throw Error("backup", "seconds is " + std::to_string(backup.seconds), "give a number from 0");
  using Clock = std::chrono::steady_clock;
  const auto last = std::make_shared<Clock::time_point>(Clock::now());
  member.from = io::load_checkpoint(backup.file);
  member.watch = std::make_shared<Watch>();
  member.watch->ask = [last, backup] {
    const bool due = std::chrono::duration<double>(Clock::now() - *last).count() >= backup.seconds;
    return due ? Watch::Wish::kSave : Watch::Wish::kGoOn;
  };
  member.watch->save = [last, backup](const io::Checkpoint& checkpoint) {
    io::save_checkpoint(backup.file, checkpoint);
    *last = Clock::now();
  };
}

void end_backup(const Member& member) {
  if (member.options.backup && member.options.backup->delete_checkpoint)
    io::remove_checkpoint(member.options.backup->file);
}

}  // namespace gradus
