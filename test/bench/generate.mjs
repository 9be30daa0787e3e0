#!/usr/bin/env node
/**
 * Deterministic generator of chat-format fine-tuning JSONL corpora.
 *
 *   node generate.mjs --size 10MB --out clean.jsonl
 *   node generate.mjs --size 10MB --broken 0.01 --out broken.jsonl --manifest broken.json
 *   node generate.mjs --long-line 5MB --out long.jsonl          # one single huge line
 *   node generate.mjs --list-kinds                              # the kinds of breakage
 *
 * Options
 *   --size N[KB|MB]      stop after the first line that reaches N bytes (powers of ten; default 1MB)
 *   --seed N             any unsigned 32-bit integer (default 1)
 *   --broken P           share of lines to break, 0..1 (default 0); kinds are dealt round-robin
 *   --kinds a,b,c        only deal these kinds of breakage
 *   --eol lf|crlf        line ending (default lf)
 *   --bom                start the file with a UTF-8 byte order mark
 *   --long-line N[KB|MB] write ONE valid line of about N bytes instead of a corpus
 *   --out FILE           where to write (default: standard output)
 *   --manifest FILE      write { options, lines, bytes, broken: [{ line, kind }] }, the ground truth; line is 1-based
 *
 * The same options give the same bytes on every platform and Node version: the only source of randomness is the
 * integer generator below, and the only floating-point functions used (sqrt, exp) feed a rounding to whole words.
 *
 * What a clean line looks like (shares are of lines):
 *   - 70 % start with a system message; 1 to 8 user/assistant turns follow (geometric);
 *   - message lengths are lognormal in words: most are short, a few are very long; the mean line is about 1.5 KB;
 *   - 10 % carry `tools`, an assistant message with `tool_calls` and a `tool` answer;
 *   - 8 % carry `weight` on an assistant message; 5 % a `name` on a user message;
 *   - 15 % of messages carry non-ASCII text (accents, Cyrillic, Greek, CJK, Arabic, emoji, ZWJ sequences);
 *   - 12 % of assistant messages contain a fenced code block, 6 % embed JSON as text (many escapes);
 *   - 60 % are written as Python's json.dumps does by default (", " and ": ", non-ASCII as \uXXXX),
 *     40 % as JSON.stringify does (no spaces, raw UTF-8).
 *
 * As a module: import { corpus, longLine, KINDS } from './generate.mjs'.
 */

import { openSync, writeSync, closeSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

// ---------------------------------------------------------------------------------------------------------------
// Randomness: sfc32, integer arithmetic only.

function sfc32(seed) {
  let a = 0x9e3779b9 ^ seed,
    b = 0x243f6a88 ^ Math.imul(seed, 0x85ebca6b),
    c = 0xb7e15162,
    d = 1;
  const next = () => {
    const t = (((a + b) | 0) + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + t) | 0;
    return t >>> 0;
  };
  for (let i = 0; i < 16; i++) next();
  return next;
}

class Random {
  constructor(seed) {
    this.next = sfc32(seed >>> 0);
  }
  /** 0 <= x < 1 */
  unit() {
    return this.next() / 4294967296;
  }
  /** 0 <= n < limit */
  below(limit) {
    return Math.floor(this.unit() * limit);
  }
  chance(p) {
    return this.unit() < p;
  }
  pick(list) {
    return list[this.below(list.length)];
  }
  /** Zipf-like: low indices far more often than high ones. */
  zipf(list) {
    const u = this.unit();
    return list[Math.floor(u * u * u * list.length)];
  }
  /** Approximately standard normal (sum of twelve uniforms: no trigonometry, no logarithm). */
  normal() {
    let s = -6;
    for (let i = 0; i < 12; i++) s += this.unit();
    return s;
  }
  /** Whole number, lognormal with the given median and sigma, within [min, max]. */
  lognormal(median, sigma, min, max) {
    return Math.max(min, Math.min(max, Math.round(median * Math.exp(sigma * this.normal()))));
  }
  hex(digits) {
    let s = '';
    while (s.length < digits) s += this.next().toString(16).padStart(8, '0');
    return s.slice(0, digits);
  }
}

// ---------------------------------------------------------------------------------------------------------------
// Text. Common words come first: Random.zipf prefers them.

const WORDS = `the of and to a in is you that it for on are with as be this have from or one by not but what all were
when we there can an your which their if do will each about how up out them then she many some so these would other
into has more her two like him see time could no make than first been its who now people my made over did down only way
find use may water long little very after words called just where most know get through back much go good new write our
used me man too any day same right look think also around another came come work three word must because does part even
place well such here take why things help put years different away again off went old number great tell men say small
every found still between name should home big give air line set own under read last never us left end along while might
next sound below saw something thought both few those always show large often together asked house world going want school
important until form food keep children feet land side without boy once animals life enough took sometimes four head above
kind began almost live page got earth need far hand high year mother light country father let night following picture being
study second eyes soon times story boys since white days ever paper hard near sentence better best across during today
others however sure means knew try told young miles sun ways thing whole hear example heard several change answer room sea
against top turned learn point city play toward five using himself usually money seen car morning given order account
customer request response server error message update system payment invoice delivery shipping address support policy
product service contract agreement refund return warranty password security email network device application version
release feature issue report analysis result summary section paragraph document dataset model training evaluation metric
accuracy precision recall function parameter argument variable object array string integer boolean database query index
table column transaction commit branch merge repository deployment container cluster instance region latency throughput
bandwidth timeout retry backoff queue worker thread process memory cache buffer stream pipeline schedule trigger webhook
patient diagnosis symptom treatment medication dosage clinical trial protocol procedure insurance claim coverage premium
deductible liability compliance regulation statute plaintiff defendant jurisdiction precedent clause provision amendment
revenue expense profit margin forecast quarter fiscal budget allocation portfolio investment dividend equity bond interest
mortgage inflation currency exchange temperature pressure velocity acceleration momentum energy entropy molecule reaction
catalyst enzyme protein genome sequence mutation hypothesis experiment observation conclusion literature methodology
statistical significant correlation regression coefficient distribution variance deviation probability likelihood inference
approximately consequently nevertheless furthermore additionally specifically particularly respectively alternatively
recommendation configuration authentication authorization infrastructure implementation documentation troubleshooting
compatibility interoperability internationalization responsibility characteristics environmental pharmaceutical
unfortunately straightforward comprehensive representative administration communication transportation understanding
ingredients recipe simmer saucepan tablespoon preheat oven garnish itinerary passport luggage departure boarding layover
reservation checkout balcony breakfast museum cathedral harbour mountain valley glacier archipelago lighthouse caravan
don't can't won't it's I'm you're they've we'll that's isn't shouldn't couldn't`.split(/\s+/);

const FOREIGN = [
  'Größenwahn über Straßenbahnhaltestelle',
  'où est la bibliothèque, s\u2019il vous plaît ?',
  '¿cuánto cuesta el envío a Córdoba?',
  'não há disponível até amanhã',
  'žluťoučký kůň úpěl ďábelské ódy',
  'Pchnąć w tę łódź jeża',
  'İstanbul\u2019da güzel bir gün',
  'Съешь же ещё этих мягких французских булок',
  'Δεν καταλαβαίνω την ερώτηση',
  'שלום עולם',
  'مرحبا بالعالم',
  'こんにちは、ご注文の状況を確認します。',
  '你好,请问有什么可以帮您?',
  '안녕하세요, 무엇을 도와드릴까요?',
  'สวัสดีครับ ยินดีต้อนรับ',
  'हिन्दी में उत्तर दें',
];
const SYMBOLS = [
  '😀',
  '🎉',
  '👍🏽',
  '👩\u200d💻',
  '🇫🇷',
  '→',
  '—',
  '…',
  '“quoted”',
  '€',
  '±',
  '≤',
  '∑',
  '✅',
  '\u00a0',
  'ﬁ',
];
const CODE = [
  'def mean(values):\n    """Return the arithmetic mean."""\n    return sum(values) / max(len(values), 1)',
  'const total = items\n\t.filter((item) => item.price > 0)\n\t.reduce((sum, item) => sum + item.price, 0);',
  "SELECT u.id, COUNT(*) AS orders\nFROM users u\nJOIN orders o ON o.user_id = u.id\nWHERE o.created_at >= '2024-01-01'\nGROUP BY u.id;",
  'for f in *.jsonl; do\n  wc -l "$f" | awk \'{print $1 "\\t" $2}\'\ndone',
  '#include <stdio.h>\n\nint main(void) {\n    printf("hello\\n");\n    return 0;\n}',
  '<div class="card">\n  <h2>{{ title }}</h2>\n  <p>C:\\Users\\me\\file.txt</p>\n</div>',
];
const LANGUAGES = ['python', 'js', 'sql', 'bash', 'c', 'html'];
const TOOLS = [
  [
    'get_weather',
    'Current weather in a place',
    { location: ['string', 'City and country'], unit: ['string', 'celsius or fahrenheit'] },
  ],
  [
    'search_orders',
    'Find a customer\u2019s orders',
    {
      customer_id: ['string', 'Customer number'],
      since: ['string', 'ISO date'],
      limit: ['integer', 'At most this many'],
    },
  ],
  [
    'create_ticket',
    'Open a support ticket',
    { subject: ['string', 'One line'], body: ['string', 'Details'], priority: ['integer', '1 to 5'] },
  ],
  [
    'convert_currency',
    'Convert an amount of money',
    { amount: ['number', 'How much'], from: ['string', 'ISO 4217'], to: ['string', 'ISO 4217'] },
  ],
  ['run_query', 'Run a read-only SQL query', { sql: ['string', 'One SELECT statement'] }],
];
const NAMES = ['alice', 'bob', 'agent_7', 'customer-12', 'reviewer'];

function prose(random, words) {
  let text = '';
  let sentence = 0;
  for (let i = 0; i < words; i++) {
    const r = random.unit();
    let word = random.zipf(WORDS);
    if (r < 0.015) word = String(random.below(100000));
    else if (r < 0.02) word = `$${random.below(5000)}.${String(random.below(100)).padStart(2, '0')}`;
    else if (r < 0.023) word = `https://example.com/${word}/${random.below(1000)}?ref=${random.hex(6)}`;
    else if (r < 0.026) word = `"${word}"`;
    else if (r < 0.03) word = `**${word}**`;
    if (sentence === 0) word = word.charAt(0).toUpperCase() + word.slice(1);
    text += (text === '' || text.endsWith('\n') ? '' : ' ') + word;
    sentence++;
    if (sentence > 4 && random.chance(0.1)) {
      text += random.pick(['.', '.', '.', '.', '?', '!', ':', ';']);
      sentence = 0;
      const after = random.unit();
      if (after < 0.06) text += '\n\n';
      else if (after < 0.09) text += '\n- ';
    } else if (random.chance(0.05)) {
      text += ',';
    }
  }
  return sentence === 0 ? text : text + '.';
}

function message(random, role, words) {
  let text = prose(random, words);
  if (random.chance(0.15)) {
    for (let n = 1 + random.below(3); n > 0; n--) text += ' ' + random.pick(random.chance(0.5) ? FOREIGN : SYMBOLS);
  }
  if (role === 'assistant') {
    const r = random.unit();
    if (r < 0.12) {
      const which = random.below(CODE.length);
      text += `\n\n\`\`\`${LANGUAGES[which]}\n${CODE[which]}\n\`\`\`\n`;
    } else if (r < 0.18) {
      text = JSON.stringify(
        {
          answer: text.slice(0, 200),
          confidence: random.below(100) / 100,
          tags: [random.pick(WORDS), random.pick(WORDS)],
        },
        null,
        random.chance(0.5) ? 2 : 0,
      );
    }
  }
  return { role, content: text };
}

function toolDefinition([name, description, properties]) {
  const schema = {};
  for (const [key, [type, about]] of Object.entries(properties)) schema[key] = { type, description: about };
  return {
    type: 'function',
    function: {
      name,
      description,
      parameters: { type: 'object', properties: schema, required: [Object.keys(properties)[0]] },
    },
  };
}

function toolArguments(random, [, , properties]) {
  const values = {};
  for (const [key, [type]] of Object.entries(properties))
    values[key] = type === 'string' ? prose(random, 1 + random.below(4)) : random.below(1000);
  return JSON.stringify(values);
}

/** One valid example as an object. */
function example(random) {
  const messages = [];
  const line = { messages };
  if (random.chance(0.7)) messages.push(message(random, 'system', random.lognormal(22, 0.6, 3, 400)));
  const useTools = random.chance(0.1);
  const offered = useTools ? TOOLS.slice(0, 1 + random.below(TOOLS.length)) : [];
  let turns = 1;
  while (turns < 8 && random.chance(0.4)) turns++;
  const toolTurn = useTools ? random.below(turns) : -1;
  for (let t = 0; t < turns; t++) {
    const user = message(random, 'user', random.lognormal(20, 0.9, 1, 3000));
    if (random.chance(0.05)) user.name = random.pick(NAMES);
    messages.push(user);
    if (t === toolTurn) {
      const calls = [];
      for (let n = random.chance(0.2) ? 2 : 1; n > 0; n--) {
        const tool = random.pick(offered);
        calls.push({
          id: `call_${random.hex(24)}`,
          type: 'function',
          function: { name: tool[0], arguments: toolArguments(random, tool) },
        });
      }
      messages.push(
        random.chance(0.5)
          ? { role: 'assistant', tool_calls: calls }
          : { role: 'assistant', content: null, tool_calls: calls },
      );
      for (const call of calls) {
        messages.push({
          role: 'tool',
          tool_call_id: call.id,
          content: JSON.stringify({ ok: true, result: prose(random, random.lognormal(15, 0.8, 1, 500)) }),
        });
      }
    }
    const assistant = message(random, 'assistant', random.lognormal(52, 0.9, 1, 4000));
    if (random.chance(0.05)) assistant.weight = random.below(2);
    messages.push(assistant);
  }
  if (useTools) {
    line.tools = offered.map(toolDefinition);
    if (random.chance(0.3)) line.parallel_tool_calls = false;
  }
  return line;
}

// ---------------------------------------------------------------------------------------------------------------
// Writing a value the way Python's json.dumps does by default.

function escapeNonAscii(json) {
  // eslint-disable-next-line no-control-regex
  return json.replace(/[^\x00-\x7f]/g, (unit) => '\\u' + unit.charCodeAt(0).toString(16).padStart(4, '0'));
}

function pythonStyle(value) {
  if (value === null || typeof value !== 'object') return escapeNonAscii(JSON.stringify(value));
  if (Array.isArray(value)) return '[' + value.map(pythonStyle).join(', ') + ']';
  return (
    '{' +
    Object.entries(value)
      .map(([key, item]) => pythonStyle(key) + ': ' + pythonStyle(item))
      .join(', ') +
    '}'
  );
}

// ---------------------------------------------------------------------------------------------------------------
// Breakage. Each kind takes the valid example, a writer and the random source, and returns the line (a string, or a
// Buffer where the bytes are not text). Exactly one thing is wrong with each.

const last = (list) => list[list.length - 1];
const someMessage = (example, role) =>
  example.messages.find((m) => m.role === role && typeof m.content === 'string') ?? last(example.messages);
const toolCall = (args) => ({
  role: 'assistant',
  tool_calls: [{ id: 'call_1', type: 'function', function: { name: 'f', arguments: args } }],
});

const BREAKERS = {
  // Not JSON.
  'json-truncated': (e, write, r) => {
    const s = write(e);
    return s.slice(0, 1 + r.below(s.length - 1));
  },
  'json-trailing-comma': (e, write) => write(e).slice(0, -1) + ',}',
  'json-missing-comma': (e, write) => write(e).replace(/"role":( ?)"(\w+)",/, '"role":$1"$2"'),
  'json-single-quotes': (e, write) => write(e).replace(/"role"/, "'role'"),
  'json-unquoted-key': (e, write) => write(e).replace(/"messages"/, 'messages'),
  'json-raw-control-character': (e, write) => write(e).replace(/"content":( ?)"/, '"content":$1"\t'),
  'json-bad-escape': (e, write) => write(e).replace(/"content":( ?)"/, '"content":$1"\\x41'),
  'json-nan': (e, write) => write({ ...e, score: '@' }).replace('"@"', 'NaN'), // Python's json.loads accepts this one
  'json-two-objects': (e, write) => write(e) + write({ messages: e.messages.slice(0, 1) }),
  'json-comment': (e, write) => write(e) + ' // checked',
  'utf8-invalid': (e, write) => {
    const [head, tail] = write(e).split(/(?<="content": ?")(.*)/s); // one stray byte opens the first text
    return Buffer.concat([Buffer.from(head), Buffer.from([0xff]), Buffer.from(tail)]);
  },
  'blank-line': () => '',
  'whitespace-line': () => '  \t ',
  // JSON, but not a chat example.
  'not-object': (e, write) => write(e.messages),
  'messages-missing': (e, write) => {
    const { messages, ...rest } = e;
    return write({ conversation: messages, ...rest });
  },
  'messages-not-array': (e, write) => write({ ...e, messages: { 0: e.messages[0] } }),
  'messages-empty': (e, write) => write({ ...e, messages: [] }),
  'message-not-object': (e, write) => {
    e.messages[0] = 'hello';
    return write(e);
  },
  'role-missing': (e, write) => {
    delete someMessage(e, 'user').role;
    return write(e);
  },
  'role-unknown': (e, write) => {
    someMessage(e, 'user').role = 'human';
    return write(e);
  },
  'role-misspelt': (e, write) => {
    last(e.messages).role = 'asistant';
    return write(e);
  },
  'content-missing': (e, write) => {
    delete someMessage(e, 'user').content;
    return write(e);
  },
  'content-not-string': (e, write) => {
    someMessage(e, 'user').content = 42;
    return write(e);
  },
  'content-null': (e, write) => {
    last(e.messages).content = null;
    return write(e);
  },
  'content-empty': (e, write) => {
    last(e.messages).content = '';
    return write(e);
  },
  'message-unknown-key': (e, write) => {
    last(e.messages).contents = 'x';
    return write(e);
  },
  'assistant-missing': (e, write) => {
    e.messages = e.messages.filter((m) => m.role === 'system' || m.role === 'user');
    return write(e);
  },
  'assistant-not-last': (e, write) => {
    e.messages.push({ role: 'user', content: 'Thanks.' });
    return write(e);
  },
  'weight-out-of-range': (e, write) => {
    last(e.messages).weight = 2;
    return write(e);
  },
  'weight-not-number': (e, write) => {
    last(e.messages).weight = '1';
    return write(e);
  },
  'tool-call-id-missing': (e, write) => {
    e.messages.splice(-1, 0, toolCall('{}'), { role: 'tool', content: 'ok' });
    return write(e);
  },
  'tool-arguments-not-string': (e, write) => {
    e.messages.splice(-1, 0, toolCall({ a: 1 }), { role: 'tool', tool_call_id: 'call_1', content: 'ok' });
    return write(e);
  },
  'top-level-unknown-key': (e, write) => write({ ...e, mesages: [] }),
  'key-duplicate': (e, write) => write(e).replace(/"role":( ?)"(\w+)"/, '"role":$1"user","role":$1"$2"'), // last one wins: every parser accepts it
};

export const KINDS = Object.keys(BREAKERS);

// ---------------------------------------------------------------------------------------------------------------

/**
 * Yields { bytes: Buffer (no line ending), kind: string | null } until `size` bytes have been produced.
 * @param {{ size?: number, seed?: number, broken?: number, kinds?: string[], eolLength?: number }} options
 */
export function* corpus({ size = 1e6, seed = 1, broken = 0, kinds = KINDS, eolLength = 1 } = {}) {
  for (const kind of kinds) if (!(kind in BREAKERS)) throw new Error(`unknown kind: ${kind}`);
  const random = new Random(seed);
  const faults = new Random(seed ^ 0x5bd1e995); // its own stream: clean lines are the same with and without --broken
  let dealt = 0;
  for (let total = 0; total < size;) {
    const value = example(random);
    const write = random.chance(0.6) ? pythonStyle : JSON.stringify;
    let kind = null;
    let text;
    if (broken > 0 && faults.chance(broken)) {
      kind = kinds[dealt++ % kinds.length];
      text = BREAKERS[kind](value, (v) => write(v), faults);
    } else {
      text = write(value);
    }
    const bytes = typeof text === 'string' ? Buffer.from(text) : text;
    total += bytes.length + eolLength;
    yield { bytes, kind };
  }
}

/** One valid line of about `size` bytes: a conversation with very many turns. */
export function longLine({ size = 5e6, seed = 1 } = {}) {
  const random = new Random(seed);
  const messages = [message(random, 'system', 30)];
  for (let total = 0; total < size;) {
    const user = message(random, 'user', random.lognormal(20, 0.9, 1, 3000));
    const assistant = message(random, 'assistant', random.lognormal(52, 0.9, 1, 4000));
    messages.push(user, assistant);
    total += Buffer.byteLength(JSON.stringify(user)) + Buffer.byteLength(JSON.stringify(assistant)) + 2;
  }
  return Buffer.from(JSON.stringify({ messages }));
}

// ---------------------------------------------------------------------------------------------------------------

function bytesOf(text) {
  const match = /^(\d+(?:\.\d+)?)(KB|MB)?$/i.exec(text ?? '');
  if (!match) throw new Error(`not a size: ${text}`);
  return Number(match[1]) * { undefined: 1, KB: 1e3, MB: 1e6 }[match[2]?.toUpperCase()];
}

function main(argv) {
  const given = new Map();
  for (let i = 0; i < argv.length; i++) {
    if (!argv[i].startsWith('--')) throw new Error(`unexpected argument: ${argv[i]}`);
    const flag = argv[i] === '--bom' || argv[i] === '--list-kinds';
    given.set(argv[i].slice(2), flag ? true : argv[++i]);
  }
  if (given.has('list-kinds')) {
    console.log(KINDS.join('\n'));
    return;
  }
  const options = {
    size: bytesOf(given.get('size') ?? '1MB'),
    seed: Number(given.get('seed') ?? 1),
    broken: Number(given.get('broken') ?? 0),
    kinds: given.get('kinds')?.split(',') ?? KINDS,
  };
  const eol = Buffer.from(given.get('eol') === 'crlf' ? '\r\n' : '\n');
  const out = given.has('out') ? openSync(given.get('out'), 'w') : 1;
  let pending = [];
  let pendingBytes = 0;
  let lines = 0;
  let bytes = 0;
  const found = [];
  const flush = () => {
    const block = Buffer.concat(pending);
    for (let at = 0; at < block.length;) at += writeSync(out, block, at);
    pending = [];
    pendingBytes = 0;
  };
  const put = (buffer) => {
    pending.push(buffer);
    pendingBytes += buffer.length;
    bytes += buffer.length;
    if (pendingBytes > 4e6) flush();
  };
  if (given.has('bom')) put(Buffer.from('\ufeff'));
  const source = given.has('long-line')
    ? [{ bytes: longLine({ size: bytesOf(given.get('long-line')), seed: options.seed }), kind: null }]
    : corpus({ ...options, eolLength: eol.length });
  for (const { bytes: line, kind } of source) {
    lines++;
    if (kind) found.push({ line: lines, kind });
    put(line);
    put(eol);
  }
  flush();
  if (out !== 1) closeSync(out);
  if (given.has('manifest'))
    writeFileSync(given.get('manifest'), JSON.stringify({ options, lines, bytes, broken: found }, null, 1) + '\n');
  console.error(`${lines} lines, ${bytes} bytes, ${found.length} broken`);
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) main(process.argv.slice(2));
