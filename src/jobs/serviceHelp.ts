import { t } from '@vscode/l10n';
import type { UserAction } from '../common/errors.ts';
import type { ServiceFailure } from './serviceErrors.ts';

/** One line of the table: what happened and what to do about it. `said` are the service's own words. */
export interface Help {
  readonly code: string;
  readonly what: (service: string, said: string) => string;
  readonly advice: string;
  readonly actions?: readonly UserAction[];
}

/** The line of the table for a failure: by the service's code, else by status or by what the network said. */
export function helpFor(failure: ServiceFailure): Help {
  const { status, code, message } = failure;
  if (status === undefined) return unreached(failure.networkCode ?? '');
  const known = helpByCode(code ?? '');
  if (known) return known;
  if (status < 300) return notTheApi;
  if (status < 400) return moved;
  // A page instead of an error of the API comes from something else at that address.
  if (status === 404 && message === undefined) return notTheApi;
  if (status === 429) return rateLimited(failure.retryAfter);
  return helpByStatus(status);
}

/** By error code: OpenAI's error guide and its help page 5955604 on spend limits; what Azure's reference of 2024-10-21 adds. */
function helpByCode(code: string): Help | undefined {
  switch (code) {
    case 'training_not_available':
      return {
        code: 'service.closed',
        what: (service, said) => t('{0} takes no new fine-tuning jobs of your organization: {1}', service, said),
        advice: t('Use another connection.'),
        actions: ['useAnotherConnection'],
      };
    case 'insufficient_quota':
    case 'credit_balance_exhausted':
    case 'organization_usage_limit_exceeded':
    case 'organization_spend_limit_exceeded':
    case 'project_spend_limit_exceeded':
    case 'quotaExceeded':
      return {
        code: 'service.quota',
        what: (service, said) => t('The account at {0} has no credit or quota left: {1}', service, said),
        advice: t('Waiting does not help: add credit or raise the limit there.'),
      };
    case 'daily_rate_limit_exceeded':
      return {
        code: 'service.dailyLimit',
        what: (service, said) => t('{0} takes no more jobs today: {1}', service, said),
        advice: t('Try again tomorrow.'),
      };
    case 'mismatched_project':
    case 'mismatched_organization':
      return {
        code: 'service.wrongProject',
        what: (service, said) => t('The key for {0} belongs to another organization or project: {1}', service, said),
        advice: t('Correct the organization and project of this connection.'),
        actions: ['editConnection'],
      };
    default:
      return undefined;
  }
}

/** By HTTP status: OpenAI's error guide and observed answers, 2026-11. */
function helpByStatus(status: number): Help {
  switch (status) {
    case 401:
      return {
        code: 'service.unauthorized',
        what: (service) => t('{0} did not accept the key.', service),
        advice: t('Enter the key again.'),
        actions: ['enterKey'],
      };
    case 403:
      return {
        code: 'service.forbidden',
        what: (service, said) => t('{0} does not allow this: {1}', service, said),
        advice: t('The key needs a role or permission that it does not have.'),
      };
    case 404:
      return {
        code: 'service.notFound',
        what: (service, said) => t('{0} does not know it: {1}', service, said),
        advice: t('It may have been deleted, or belong to another account.'),
      };
    case 405:
    case 501:
      return {
        code: 'service.unsupported',
        what: (service) => t('{0} cannot do this.', service),
        advice: '',
      };
    case 407:
      return {
        code: 'service.proxy',
        what: (service) => t('The proxy on the way to {0} asks for a password.', service),
        advice: t('Check the proxy in the settings (http.proxy).'),
        actions: ['openProxySettings'],
      };
    case 408:
    case 504:
      return {
        code: 'service.timeout',
        what: (service, said) => t('{0} took too long: {1}', service, said),
        advice: t('Try again later.'),
        actions: ['retry'],
      };
    case 409:
      return {
        code: 'service.conflict',
        what: (service, said) => t('{0} cannot do this now: {1}', service, said),
        advice: t('Try again when its state has changed.'),
      };
    case 411:
      return {
        code: 'service.lengthRequired',
        what: (service) => t('Something on the way to {0} removed the length of the request.', service),
        advice: t('A proxy may be in the way: ask who runs it.'),
      };
    case 413:
      return {
        code: 'service.tooLarge',
        what: (service) => t('The file is larger than {0} accepts.', service),
        advice: t('Split the dataset.'),
      };
    default:
      return status >= 500 ? broken : refused;
  }
}

const refused: Help = {
  code: 'service.refused',
  what: (service, said) => t('{0} refused the request: {1}', service, said),
  advice: '',
};

const broken: Help = {
  code: 'service.broken',
  what: (service, said) => t('{0} had an error of its own: {1}', service, said),
  get advice() {
    return t('Try again later.');
  },
  actions: ['retry', 'showLog'],
};

const notTheApi: Help = {
  code: 'service.notTheApi',
  what: (service) => t('What answers at the address of {0} does not speak the fine-tuning API.', service),
  get advice() {
    return t('Check the address, version included, and whether a proxy or a sign-in page is in between.');
  },
  actions: ['editConnection'],
};

const moved: Help = {
  code: 'service.moved',
  what: (service) => t('{0} sends requests on to another address, where the key is not sent.', service),
  get advice() {
    return t('Enter the new address if you trust it.');
  },
  actions: ['editConnection'],
};

/** `wait` in milliseconds. */
function rateLimited(wait: number | undefined): Help {
  const seconds = wait === undefined ? undefined : Math.max(1, Math.ceil(wait / 1000));
  return {
    code: 'service.rateLimited',
    what: (service, said) => t('{0} asks to slow down: {1}', service, said),
    advice: seconds === undefined ? t('Try again later.') : t('Try again in {0} s.', seconds),
    actions: ['retry'],
  };
}

/** By the code of Node's network or of its TLS, where no answer came. */
function unreached(networkCode: string): Help {
  if (networkCode === 'ENOTFOUND' || networkCode === 'EAI_AGAIN') {
    return {
      code: 'service.unreachable.name',
      what: (service, said) => t('The address of {0} was not found ({1}).', service, said),
      advice: t('Check the address, and whether this machine is online.'),
      actions: ['retry', 'editConnection'],
    };
  }
  if (/CERT|SSL|TLS|UNABLE_TO|EPROTO/.test(networkCode)) {
    return {
      code: 'service.unreachable.certificate',
      what: (service, said) => t('{0} cannot prove who it is ({1}).', service, said),
      advice: t('Its certificate is not trusted on this machine: a proxy may be in between. Nothing was sent.'),
      actions: ['openProxySettings'],
    };
  }
  if (/TIMEDOUT|TIMEOUT/.test(networkCode)) {
    return {
      code: 'service.unreachable',
      what: (service) => t('{0} did not answer in time.', service),
      advice: t('Try again; check the proxy in the settings (http.proxy) if you are behind one.'),
      actions: ['retry', 'showLog'],
    };
  }
  return {
    code: 'service.unreachable',
    what: (service, said) => t('{0} does not answer ({1}).', service, said),
    advice: t('Check that it runs and can be reached.'),
    actions: ['retry', 'showLog'],
  };
}
