/** Links to what is shown: the view stands behind the `#`, which no server gets to see. */

/** A visitor's own session, which a link must not lead to. */
const SESSION = /\/s\/[0-9a-f]+\/(?:index\.html)?$/

/** Link that opens this view for others: the door of the app, without what was for this visit alone. */
export function linkTo(address: string, here: Pick<Location, 'origin' | 'pathname'>): string {
  const path = here.pathname.replace(SESSION, '/').replace(/index\.html$/, '')
  return `${here.origin}${path}${address ? `#${address}` : ''}`
}

/** This page with another view in its address; what else stands there stays. */
export function pageWith(address: string, here: Pick<Location, 'pathname' | 'search'>): string {
  return `${here.pathname}${here.search}${address ? `#${address}` : ''}`
}

/** Put text on the clipboard; false where the browser does not let us. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await window.navigator.clipboard.writeText(text)
    return true
  } catch {
    return false
  }
}

/** Put the link to a view on the clipboard. */
export const copyLink = (address: string): Promise<boolean> => copyText(linkTo(address, window.location))
