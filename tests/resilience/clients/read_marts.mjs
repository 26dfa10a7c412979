// DuckDB's Node client: reads every mart, then tries to write. `node read_marts.mjs FILE`
import { createHash } from 'node:crypto';
import { DuckDBDateValue, DuckDBInstance, DuckDBTimestampValue, DuckDBTypeId } from '@duckdb/node-api';

const MARTS = 'select schema_name, table_name from duckdb_tables() where not internal order by all';
const UNPRIVILEGED = 65534;

function text(cell, type) {
  if (cell instanceof DuckDBTimestampValue) return String(cell.micros);
  if (cell instanceof DuckDBDateValue) return String(cell.days);
  if (type.typeId === DuckDBTypeId.DOUBLE) {
    const bytes = Buffer.alloc(8);
    bytes.writeDoubleBE(cell);
    return bytes.toString('hex');
  }
  return String(cell);
}

function digest(reader) {
  const hash = createHash('sha256');
  const types = reader.columnTypes();
  const rows = reader.getRows();
  for (const row of rows) {
    row.forEach((cell, column) => {
      if (cell === null) return hash.update('-');
      const written = text(cell, types[column]);
      return hash.update(`${Buffer.byteLength(written)}:${written}`);
    });
  }
  return [rows.length, hash.digest('hex')];
}

async function errorOf(attempt) {
  try {
    await attempt();
  } catch (error) {
    return error.message;
  }
  return null;
}

const path = process.argv[2];
const instance = await DuckDBInstance.create(path, { access_mode: 'READ_ONLY' });
const connection = await instance.connect();
const marts = {};
for (const [schema, table] of (await connection.runAndReadAll(MARTS)).getRows()) {
  marts[`${schema}.${table}`] = digest(await connection.runAndReadAll(`from ${schema}.${table}`));
}
const write = await errorOf(() => connection.run('delete from ux.sessions'));
connection.closeSync();
instance.closeSync();
if (process.getuid() === 0) {
  process.setgroups([]);
  process.setgid(UNPRIVILEGED);
  process.setuid(UNPRIVILEGED);
}
const open_for_writing = await errorOf(() => DuckDBInstance.create(path));
console.log(JSON.stringify({ marts, write, open_for_writing }));
