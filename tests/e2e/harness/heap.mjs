// What a page holds: a heap snapshot of the browser's own.

/** A snapshot after everything that can be let go was let go, as the browser writes it. */
export async function snapshot(session) {
  const parts = [];
  const take = ({ chunk }) => parts.push(chunk);
  session.on('HeapProfiler.addHeapSnapshotChunk', take);
  await session.send('HeapProfiler.enable');
  await session.send('HeapProfiler.collectGarbage');
  await session.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false });
  session.off('HeapProfiler.addHeapSnapshotChunk', take);
  return parts.join('');
}

/** How many functions are alive in it. */
export function functions(text) {
  const { snapshot: { meta }, nodes } = JSON.parse(text);
  const closure = meta.node_types[0].indexOf('closure');
  let count = 0;
  for (let at = meta.node_fields.indexOf('type'); at < nodes.length; at += meta.node_fields.length) {
    if (nodes[at] === closure) count += 1;
  }
  return count;
}
