export function translate() { }
