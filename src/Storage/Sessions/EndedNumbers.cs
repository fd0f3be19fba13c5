namespace Busroot.Storage.Sessions;

/// <summary>Numbers whose rows are to be deleted, as ranges without a gap: most things end in the order they came, and a range costs hardly more than a row.</summary>
internal sealed class EndedNumbers
{
    private readonly List<(long Group, long Number)> _numbers = [];

    /// <summary>Adds a number, once.</summary>
    /// <param name="group">What counts for itself: a session. Ranges do not go beyond it.</param>
    /// <param name="number">Not <see cref="long.MaxValue"/>.</param>
    public void Add(long group, long number) => _numbers.Add((group, number));

    /// <summary>Every number added, in ascending order of group and number; a range includes both its ends.</summary>
    public IEnumerable<(long Group, long First, long Last)> Ranges()
    {
        _numbers.Sort();
        for (var i = 0; i < _numbers.Count;)
        {
            var (group, first) = _numbers[i];
            var last = first;
            while (++i < _numbers.Count && _numbers[i] == (group, last + 1))
            {
                last++;
            }

            yield return (group, first, last);
        }
    }
}
