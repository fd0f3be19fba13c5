namespace Busroot.Transformer.Profiles;

/// <summary>The fields of the payloads of one topic, in the order in which they first came.</summary>
internal sealed class FieldTable
{
    /// <summary>A payload with more is a table of its own; nobody reads such a list, and a hostile device could make it endless.</summary>
    public const int MostFields = 300;

    private readonly Dictionary<string, FieldSeries> _byPath = new(StringComparer.Ordinal);
    private readonly List<FieldSeries> _inOrder = [];

    public IReadOnlyList<FieldSeries> Fields => _inOrder;

    /// <summary>Whether there were more fields than are kept.</summary>
    public bool IsCut { get; set; }

    /// <summary>The series of a place; null when the table is full.</summary>
    public FieldSeries? At(FieldPlace place)
    {
        var path = place.Path;
        if (_byPath.TryGetValue(path, out var series))
        {
            return series;
        }

        if (_inOrder.Count == MostFields)
        {
            IsCut = true;
            return null;
        }

        series = new FieldSeries(place);
        _byPath.Add(path, series);
        _inOrder.Add(series);
        return series;
    }
}
