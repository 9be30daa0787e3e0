export function messagesOf(text: string): readonly string[];
export function allMessages(): readonly string[];
