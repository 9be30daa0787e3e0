import { ApiError } from './errors.ts';

/** Largest JSON body, in bytes. */
export const maxJsonBytes = 8 * 1024 * 1024;
/** Arrays and objects that may stand in each other; a JSON schema of a tool has about ten. */
const maxDepth = 100;

/** The JSON value of a request's body; undefined where the body is empty. Throws a 400, which quotes nothing. */
export function parseJsonBody(text: string): unknown {
  if (text.length === 0) return undefined;
  if (isDeep(text)) {
    const message = `The JSON body of your request is nested more than ${maxDepth} levels deep.`;
    throw new ApiError(400, message, { code: 'json_too_deep' });
  }
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new ApiError(400, 'We could not parse the JSON body of your request.', { code: 'invalid_json' });
  }
}

/** Looked at before the text is parsed: what recurses over the value would run out of stack, and so might the parser. */
function isDeep(text: string): boolean {
  let depth = 0;
  let isInString = false;
  for (let index = 0; index < text.length; index++) {
    const character = text[index];
    if (character === '"') isInString = !isInString;
    else if (isInString) index += character === '\\' ? 1 : 0;
    else if (character === '[' || character === '{') depth++;
    else if (character === ']' || character === '}') depth--;
    if (depth > maxDepth) return true;
  }
  return false;
}
