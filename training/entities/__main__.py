"""`python -m training.entities FOLDER`: reads the annotated sets, trains teachers, then the student that ships, and its chain."""

import argparse
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path

from training.entities.chain import learn
from training.entities.dataset import build_dataset
from training.entities.distillation import TrainingContext, distil, train_teacher
from training.entities.quantise import write_quantised

_SHIPPED = Path("workers/dateline/models/entities.npz")


def main() -> None:
    """Run all steps, or the one that is asked for."""
    parser = argparse.ArgumentParser(prog="python -m training.entities", description=__doc__)
    parser.add_argument("folder", type=Path, help="the annotated sets, <language>.<set>.{train,dev}.jsonl.gz")
    parser.add_argument(
        "--work", type=Path, default=Path(".cache/entities"), help="where steps leave what later ones read"
    )
    parser.add_argument("--out", type=Path, default=_SHIPPED)
    parser.add_argument("--clear-only", action="store_true", help="only sets whose licence is stated at first hand")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--teachers", type=int, default=8)
    parser.add_argument("--teacher-steps", type=int, default=4500)
    parser.add_argument("--student-steps", type=int, default=10_000)
    parser.add_argument("--jobs", type=int, default=1, help="so many teachers learn beside each other")
    parser.add_argument("--limit", type=int, help="so many texts of each set, for a trial")
    chosen = parser.parse_args()
    build_dataset(chosen.folder, chosen.seed, chosen.clear_only, chosen.limit).save(chosen.work)
    for file in chosen.work.glob("teacher-*.npy"):
        file.unlink()
    train_one = partial(train_teacher, chosen.work, chosen.teacher_steps)
    with ProcessPoolExecutor(chosen.jobs, mp_context=get_context("spawn"), max_tasks_per_child=1) as processes:
        list(processes.map(train_one, range(chosen.teachers)))
    context = TrainingContext.load(chosen.work)
    soft_share = 0.85 if chosen.teachers else 0.0
    network = distil(context, chosen.work, chosen.student_steps, chosen.seed, soft_share)
    write_quantised(network, context, chosen.out)
    print(f"{chosen.out}: {chosen.out.stat().st_size / 1e6:.1f} MB")
    learn(chosen.folder, chosen.out, chosen.out.with_stem(f"{chosen.out.stem}-chain"), chosen.clear_only)


if __name__ == "__main__":
    main()
