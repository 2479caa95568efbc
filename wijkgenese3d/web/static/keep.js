/* Carries the view, which stands behind the # of the address, over the pages that have no app in them. */
(() => {
  const view = window.location.hash
  const again = document.currentScript.dataset.again
  if (again) setTimeout(() => window.location.replace(again + view), 1000)
  addEventListener('DOMContentLoaded', () => {
    for (const link of document.querySelectorAll('a[href]')) link.setAttribute('href', link.getAttribute('href') + view)
  })
})()
