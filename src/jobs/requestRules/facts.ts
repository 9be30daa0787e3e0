import { isGiven, isObject, type JsonObject } from '../../common/json.ts';
import { memberPath, rootPath } from '../../common/jsonPath.ts';
import { isMethodName, type MethodName } from './methods.ts';
import { findBaseModel, type BaseModel } from './models.ts';

/** A job request, read as far as several rules need it. */
export interface RequestFacts {
  /** The whole body; an empty one for what is no object. */
  readonly request: JsonObject;
  /** supervised where the request names no method, as services take it; undefined for one that is not known. */
  readonly method: MethodName | undefined;
  /** Where the method is named, or else the model, to which the method then belongs. */
  readonly methodPath: string;
  /** What is known about the model. */
  readonly model: BaseModel | undefined;
}

export function readFacts(value: unknown): RequestFacts {
  const request = isObject(value) ? value : {};
  const { method, model } = request;
  const type = isObject(method) ? method.type : undefined;
  const isNamed = isGiven(method);
  const named = isMethodName(type) ? type : undefined;
  return {
    request,
    method: isNamed ? named : 'supervised',
    methodPath: isNamed ? '$.method.type' : '$.model',
    model: typeof model === 'string' ? findBaseModel(model) : undefined,
  };
}

/** True for a text that is not empty. */
export function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

/** The path of a member of the request, or of the request where it has none. */
export function placeOf(request: JsonObject, key: string): string {
  return request[key] === undefined ? rootPath : memberPath(rootPath, key);
}
