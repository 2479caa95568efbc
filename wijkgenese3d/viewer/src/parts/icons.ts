/** Line drawings on a field of 24 x 24, strokes in the colour of the text. */
export const ICONS = {
  previous: 'M15 5l-7 7 7 7',
  next: 'M9 5l7 7-7 7',
  down: 'M5 9l7 7 7-7',
  close: 'M5.5 5.5l13 13M18.5 5.5l-13 13',
  copy: 'M9 9h11v11H9zM5 15H4V4h11v1',
  save: 'M12 4v11M7.5 11 12 15.5 16.5 11M4.5 19.5h15',
  find: 'M10.5 4.5a6 6 0 1 0 0 12 6 6 0 0 0 0-12zM15 15l5 5',
  pair: 'M5 4h4v16H5zM15 8h4v12h-4zM5 10h4M5 15h4M15 13h4',
  eye: 'M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12zM12 9.2a2.8 2.8 0 1 1 0 5.6 2.8 2.8 0 0 1 0-5.6z',
  natuur: 'M5 19C4 10 9 4.5 20 4c.5 11-5 16-13 14.5M5 20.5c2-5 5-8 9-9.5',
  bebouwing: 'M3 20.5V11l5-4 5 4v9.5M13 20.5h8V4.5h-6V8M3 20.5h10M8 20.5V16M17.8 8.5h.4M17.8 12.5h.4M17.8 16.5h.4',
  mens: 'M9 11.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM2.5 19.5c.3-3.6 3-5.5 6.5-5.5s6.2 1.9 6.5 5.5M15.5 4.8a3.4 3.4 0 0 1 0 6.4M17.8 14.4c2.2.6 3.5 2.4 3.7 5.1',
} as const

/** The two that are filled. */
export const SOLIDS = { play: 'M8 5.2v13.6L19 12z', pause: 'M7 5.5h3.6v13H7zM13.4 5.5H17v13h-3.6z' } as const

export type IconName = keyof typeof ICONS | keyof typeof SOLIDS
