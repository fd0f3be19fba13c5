using System.Globalization;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;

namespace Busroot.Benchmarks.JavaScript;

/// <summary>A column: size of the corpus over the mean time of a round.</summary>
public sealed class MegabytesPerSecond : IColumn
{
    private readonly Lazy<double> _megabytes = new(() => Corpus.Load().Megabytes);

    public string Id => nameof(MegabytesPerSecond);

    public string ColumnName => "MB/s";

    public string Legend => "10^6 bytes of UTF-8 source parsed in a second";

    public UnitType UnitType => UnitType.Dimensionless;

    public bool AlwaysShow => true;

    public ColumnCategory Category => ColumnCategory.Custom;

    public int PriorityInCategory => 0;

    public bool IsNumeric => true;

    public bool IsAvailable(Summary summary) => true;

    public bool IsDefault(Summary summary, BenchmarkCase benchmarkCase) => false;

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase) => GetValue(summary, benchmarkCase, SummaryStyle.Default);

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase, SummaryStyle style) =>
        summary[benchmarkCase]?.ResultStatistics?.Mean is { } nanoseconds
            ? (_megabytes.Value / nanoseconds * 1e9).ToString("F1", CultureInfo.InvariantCulture)
            : "-";
}
