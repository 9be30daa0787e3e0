import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { packRanks } from '../../scripts/packRanks.mjs';
import { DatasetWorker, type WorkerOptions } from '../../src/worker/start.ts';

const program = fileURLToPath(new URL('../../src/worker/main.ts', import.meta.url));

/** A folder with the ranks of o200k_base, and workers that run from source. */
export class WorkerFixture {
  readonly folder = mkdtempSync(join(tmpdir(), 'finetune-worker-'));
  readonly #workers: DatasetWorker[] = [];

  async writeRanks(): Promise<void> {
    writeFileSync(join(this.folder, 'o200k_base.ranks'), await packRanks('o200k_base'));
  }

  start(options: Partial<WorkerOptions> = {}): DatasetWorker {
    const worker = new DatasetWorker({ program, ranks: this.folder, ...options });
    this.#workers.push(worker);
    return worker;
  }

  /** Writes a file and returns its path. */
  write(name: string, content: string): string {
    const path = join(this.folder, name);
    writeFileSync(path, content);
    return path;
  }

  dispose(): void {
    for (const worker of this.#workers.splice(0)) worker.dispose();
    rmSync(this.folder, { recursive: true });
  }
}
