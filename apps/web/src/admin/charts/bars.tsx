type Bar = {
  readonly label: string;
  readonly value: number;
  /** The value in words, for those who look and those who listen. */
  readonly text: string;
  readonly look?: 'good' | 'danger' | undefined;
};

type Props = {
  readonly title: string;
  readonly bars: readonly Bar[];
  /** What a whole bar stands for. */
  readonly whole: number;
};

/** A list of numbers, each with a bar as long as its share. */
export const Bars = ({ title, bars, whole }: Props) => (
  <figure className="chart">
    <figcaption>{title}</figcaption>
    <ul className="bars">
      {bars.map(({ label, value, text, look }) => (
        <li key={label}>
          <span className="bar-label">{label}</span>
          <svg
            className={look}
            viewBox="0 0 100 8"
            preserveAspectRatio="none"
            aria-hidden="true"
            focusable="false"
          >
            <rect className="bar-whole" width="100" height="8" />
            <rect className="bar-part" width={(100 * value) / Math.max(1, whole)} height="8" />
          </svg>
          <span className="bar-text">{text}</span>
        </li>
      ))}
    </ul>
  </figure>
);
