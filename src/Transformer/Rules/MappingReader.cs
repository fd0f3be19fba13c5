using System.Collections.Immutable;
using System.Text.Json;
using Busroot.Transformer.Mapping;
using Busroot.Transformer.Payloads;
using Busroot.Transformer.Signals;

namespace Busroot.Transformer.Rules;

/// <summary>Reads the <c>mapping</c> of rule.json.</summary>
internal sealed class MappingReader
{
    private static readonly string[] FanOut = ["stations", "each", "station"];

    private readonly ProblemLog _log;
    private readonly TemplateReader _templates;
    private readonly SignalReader _signals;

    public MappingReader(ProblemLog log, ImmutableDictionary<string, VariableValue> variables)
    {
        _log = log;
        _templates = new TemplateReader(log, variables);
        _signals = new SignalReader(log, _templates);
    }

    /// <summary>The variables that some path or number refers to.</summary>
    public IReadOnlySet<string> UsedVariables => _templates.UsedVariables;

    /// <summary>Reads the mapping.</summary>
    /// <param name="members">Its signals and what else it has.</param>
    /// <param name="format">What it reads; null when that has a problem: then nothing is known but what all formats have in common, which is JSON's.</param>
    public MappingTemplate Read(IReadOnlyList<SourceMember> members, PayloadFormat? format)
    {
        var groups = ImmutableArray.CreateBuilder<GroupTemplate>();
        if (ReadSignals([.. members.Where(member => !FanOut.Contains(member.Name))]) is { IsEmpty: false } own)
        {
            groups.Add(new GroupTemplate(null, own));
        }

        var each = Find(members, "each");
        var station = Find(members, "station");
        if (Find(members, "stations") is { } stations)
        {
            groups.AddRange(ReadStations(stations));
            if (each is not null)
            {
                _log.Add(stations.At, "\"stations\" and \"each\" exclude each other; keep one");
            }
        }

        if ((each is null) != (station is null))
        {
            _log.Add((each ?? station)!.At, each is null
                ? "\"station\" says where each element of \"each\" names its station; for stations known beforehand, write \"stations\""
                : "\"each\" needs \"station\": the path, within an element, to the name of its station");
        }

        return new MappingTemplate(
            format ?? JsonPayload.Strict, groups.ToImmutable(), each is null ? null : _templates.ReadPath(each.Value), station is null ? null : _templates.ReadPath(station.Value));
    }

    private static SourceMember? Find(IReadOnlyList<SourceMember> members, string name) => members.FirstOrDefault(member => member.Name == name);

    private IEnumerable<GroupTemplate> ReadStations(SourceMember stations)
    {
        if (stations.Value is not { Kind: JsonValueKind.Object, Members.Count: > 0 })
        {
            _log.Add(stations.Value.At, $"\"stations\" is an object such as {{\"ST-01\": {{\"productive\": \"run1\"}}}} with at least one station, not {stations.Value.Described}");
            yield break;
        }

        ObjectReader.CheckRepeated(stations.Value, _log);
        foreach (var member in stations.Value.Members)
        {
            if (member.Value is not { Kind: JsonValueKind.Object, Members.Count: > 0 })
            {
                _log.Add(member.Value.At, $"a station has signals, such as {{\"productive\": \"run1\"}}, not {member.Value.Described}");
                continue;
            }

            ObjectReader.CheckRepeated(member.Value, _log);
            var name = _templates.ReadPath(new SourceNode { Kind = JsonValueKind.String, Text = member.Name, At = member.At });
            yield return new GroupTemplate(name, ReadSignals(member.Value.Members));
        }
    }

    private ImmutableArray<SignalTemplate> ReadSignals(IReadOnlyList<SourceMember> members)
    {
        var signals = ImmutableArray.CreateBuilder<SignalTemplate>();
        foreach (var member in members)
        {
            if (!SignalContract.TryParse(member.Name, out var key))
            {
                var hint = ObjectReader.Hint(member.Name, SignalContract.Names.Concat(FanOut), $"; the signals are {string.Join(", ", SignalContract.Names)}");
                _log.Add(member.At, $"\"{member.Name}\" is not a signal{hint}");
            }
            else if (signals.Any(other => other.Key == key))
            {
                _log.Add(member.At, $"\"{member.Name}\" is {SignalContract.Names[(int)key]} again; keep one");
            }
            else if (_signals.Read(key, member) is { } signal)
            {
                signals.Add(signal);
            }
        }

        WarnOfPairs(members, signals);
        return signals.ToImmutable();
    }

    private void WarnOfPairs(IReadOnlyList<SourceMember> members, IReadOnlyList<SignalTemplate> signals)
    {
        Warn(SignalKey.ProductionCompleteGood, SignalKey.ProductionCountGood, "new units and a running count; they would be counted twice");
        Warn(SignalKey.ProductionCompleteBad, SignalKey.ProductionCountBad, "new units and a running count; they would be counted twice");
        Warn(SignalKey.ElectricalKwh, SignalKey.ElectricalKwhInterval, "a meter reading and the kWh of an interval; they would be counted twice");

        void Warn(SignalKey one, SignalKey other, string what)
        {
            if (members.Count > 0 && signals.Any(signal => signal.Key == one) && signals.FirstOrDefault(signal => signal.Key == other) is { } second)
            {
                _log.Warn(second.At, $"{SignalContract.Names[(int)one]} and {SignalContract.Names[(int)other]} for one station are {what}");
            }
        }
    }
}
