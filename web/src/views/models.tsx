// How good the models are against simple baselines. Shown when the document has metrics of models.
import { PlainTable } from '../app/plain_table';
import { tableOf } from '../charts/export';
import { analysisRows, numberOf, textOf } from '../data/document';
import type { Context, View } from './view';

interface Score {
  name: string;
  score: number;
  low: number;
  high: number;
  baseline: number;
  decimals: number;
  isShare: boolean;
}

function scoresOf({ header }: Context): Score[] {
  const own = analysisRows(header, 'model_metrics').map((row): Score => ({
    name: textOf(row, 'name') || `${textOf(row, 'model')}, ${textOf(row, 'metric')}`,
    score: numberOf(row, 'score'),
    low: numberOf(row, 'low'),
    high: numberOf(row, 'high'),
    baseline: numberOf(row, 'baseline'),
    decimals: 3,
    isShare: false,
  }));
  const test = analysisRows(header, 'forecast_backtest').find(
    (row) => textOf(row, 'series') === 'revenue' && Number.isFinite(numberOf(row, 'mase')),
  );
  if (test) {
    own.push({
      name: 'Forecast, scaled error',
      score: numberOf(test, 'mase'),
      low: NaN,
      high: NaN,
      baseline: numberOf(test, 'naive_mase'),
      decimals: 2,
      isShare: false,
    });
    own.push({
      name: 'Forecast, mean error',
      score: numberOf(test, 'smape'),
      low: NaN,
      high: NaN,
      baseline: numberOf(test, 'naive_smape'),
      decimals: 1,
      isShare: true,
    });
    own.push({
      name: 'Forecast, days inside 95 %',
      score: numberOf(test, 'coverage'),
      low: NaN,
      high: NaN,
      baseline: 0.95,
      decimals: 1,
      isShare: true,
    });
  }
  return own;
}

export const modelsView: View = (context) => {
  const { numbers, header } = context;
  const scores = scoresOf(context);
  if (scores.length === 0) return null;
  const show = (score: Score, value: number) =>
    !Number.isFinite(value)
      ? '–'
      : score.isShare
        ? numbers.percent(value, score.decimals)
        : numbers.fixed(value, score.decimals);
  const test = analysisRows(header, 'forecast_backtest').find((row) => textOf(row, 'series') === 'revenue');
  const hasInterval = scores.some((one) => Number.isFinite(one.low));
  const ratio = test ? numberOf(test, 'mase') / numberOf(test, 'naive_mase') : NaN;
  const title =
    ratio < 0.95
      ? `The forecast errs ${numbers.percent(1 - ratio, 0)} less than last week repeated`
      : ratio > 1.05
        ? 'The forecast is no better than last week repeated'
        : 'How good the models are';
  return {
    id: 'models',
    title,
    sub: 'On days that the model had not seen',
    summary: title,
    note: test
      ? `From ${numbers.count(numberOf(test, 'origins'))} starting days, ${numbers.count(numberOf(test, 'days'))} days forecast. Baseline: last week repeated; of coverage, what is promised.`
      : '',
    table: () =>
      tableOf(scores, [
        ['Metric', (score) => score.name],
        ['Score', (score) => score.score, undefined, (score) => show(score, score.score)],
        ['Low', (score) => score.low, undefined, (score) => show(score, score.low)],
        ['High', (score) => score.high, undefined, (score) => show(score, score.high)],
        ['Baseline', (score) => score.baseline, undefined, (score) => show(score, score.baseline)],
      ]),
    extra: () => (
      <PlainTable
        heads={['Metric', '#Score', ...(hasInterval ? ['#95 % interval'] : []), '#Baseline']}
        rows={scores.map((score) => [
          score.name,
          show(score, score.score),
          ...(hasInterval
            ? [Number.isFinite(score.low) ? `${show(score, score.low)}–${show(score, score.high)}` : '–']
            : []),
          show(score, score.baseline),
        ])}
      />
    ),
  };
};
