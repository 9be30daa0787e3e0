import type { RuleWords } from '../../common/ruleDoc.ts';
import type { RuleId } from '../severities.ts';

/** Rules on the file as a whole, and on its text below JSON. Problems of the whole file stand at the start of line 1. */
export const fileRules = {
  'file/encoding': {
    what: 'The bytes are not UTF-8. Marked at the first place that cannot be read as such, or at the start for UTF-16.',
    why: 'Services read UTF-8 only. Damaged characters would be trained as they are.',
    fix: 'Save the file again as UTF-8. If characters look damaged, open it in its own encoding first.',
    source: 'Azure OpenAI fine-tuning guide; other services are silent.',
  },
  'file/bom': {
    what: 'The file starts with a byte-order mark and is meant for OpenAI.',
    why: 'Some upload paths take the mark for a part of line 1, which is then no JSON. Azure asks for the mark.',
    fix: 'Save the file as UTF-8 without a byte-order mark.',
    source: 'Reports of the upload error "Line 1 is not a dictionary"; no official word.',
  },
  'file/empty': {
    what: 'The file has no line that is not blank.',
    why: 'There is nothing to train on.',
    fix: 'Add examples, one a line.',
    source: 'OpenAI supervised fine-tuning guide: at least 10 examples.',
  },
  'file/too-few-examples': {
    what: 'Fewer than 10 lines are JSON objects. Objects with other problems count.',
    why: 'Services refuse such a file when the job starts.',
    fix: 'Add examples. 50 to 100 good ones are a common start.',
    source: 'OpenAI supervised fine-tuning guide; the job error `invalid_n_examples`.',
  },
  'file/mixed-formats': {
    what: 'A line has the keys of another format than the file. Marked at the first such key.',
    why: 'A file is trained with one method, so all of its lines have one format.',
    fix: 'Move the line to a file of its own.',
    source: 'Service errors on files, which are typed as a whole.',
  },
  'file/needs-uploads-api': {
    what: 'The file has more than 512 MB and at most 8 GB.',
    why: 'One request takes no more than 512 MB, so the file is sent in parts.',
    fix: 'Nothing to do if your service takes uploads in parts; otherwise leave out examples.',
    source:
      "OpenAI's API reference, files and uploads. Whether 512 MB means 2^29 bytes is not known; 2^29 is used here.",
  },
  'file/too-large': {
    what: 'The file has more than 8 GB.',
    why: 'Services take no more, not even in parts.',
    fix: 'Split the file.',
    source: "OpenAI's API reference, uploads.",
  },
  'file/duplicate-example': {
    what: 'The row is the same example as an earlier one; spacing and the order of keys make no difference.',
    why: 'A repeated example is learned more than the others.',
    fix: 'Delete the line.',
    source: 'Good practice.',
  },
  'file/train-validation-overlap': {
    what: 'The row of a validation file is also in the training file.',
    why: 'What was trained cannot show how the model does on new examples.',
    fix: 'Delete the line from one of the files.',
    source: "OpenAI's API reference: training and validation data should differ.",
  },
  'file/unusual-line-terminator': {
    what: 'The line holds a raw U+2028, U+2029 or U+0085.',
    why: 'Some readers take these characters for line breaks and see two broken halves.',
    fix: 'Write the character as `\\u2028`, `\\u2029` or `\\u0085`.',
    source: 'Good practice; what services do is not known.',
  },
  'format/unknown': {
    what: 'No line of the file has a key of any fine-tuning format.',
    why: 'Services name the same fault "missing key" or "unexpected file format".',
    fix: 'Chat examples have `messages`, preference examples `input`, completions `prompt` and `completion`.',
    source: 'Service errors when a job starts.',
  },
  'tokens/over-limit': {
    what: 'The example has more tokens than the model is trained with. Marked at the first key of its content.',
    why: 'The service cuts the example at its end, where the answer to learn stands, and goes on without a word.',
    fix: 'Shorten or split the example.',
    source: 'OpenAI fine-tuning best practices; the older limits are from the fine-tuning guide of 2024.',
  },
  'text/replacement-char': {
    what: 'The line holds U+FFFD, the character that stands for damaged text.',
    why: 'Text was once read in a wrong encoding; the model would learn the damage.',
    fix: 'Take the text from its source again.',
    source: 'Good practice.',
  },
} as const satisfies Partial<Record<RuleId, RuleWords>>;
