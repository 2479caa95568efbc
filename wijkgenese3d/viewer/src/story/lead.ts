/** Where a sentence ends: after a full stop, before a capital or an opening quotation mark. Not before a figure: "ca. 3 m". */
const END = /([.!?]["'”’]?)\s+(?=["'“‘(]?[\p{Lu}])/gu

/** The first sentences, as many as stay within so many letters; at least one, and always whole. */
export function leadOf(text: string, most: number): string {
  const [first, ...others] = text.replace(END, '$1\n').split('\n')
  let lead = first
  for (const one of others) {
    if (lead.length + 1 + one.length > most) break
    lead += ` ${one}`
  }
  return lead
}
