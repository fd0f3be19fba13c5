using System.Globalization;
using System.Text.Json;
using Busroot.Transformer.Scripting;

namespace Busroot.Transformer.Rules;

/// <summary>Reads the <c>limits</c> of rule.json, which may lower the service's and never raise them.</summary>
internal sealed class LimitsReader(ProblemLog log, ScriptLimits service)
{
    private static readonly string[] Known = ["time", "statements", "memory", "publications", "state"];

    public ScriptLimits Read(ObjectReader file)
    {
        if (file.Find("limits") is not { } node || ObjectReader.Open(node, "\"limits\"", Known, [], log) is not { } limits)
        {
            return service;
        }

        return service with
        {
            Time = ReadTime(limits),
            Statements = (int)ReadCount(limits, "statements", 100, service.Statements),
            MemoryBytes = ReadCount(limits, "memory", 64 * 1024, service.MemoryBytes),
            Publications = (int)ReadCount(limits, "publications", 1, service.Publications),
            StateBytes = (int)ReadCount(limits, "state", 0, service.StateBytes),
        };
    }

    private TimeSpan ReadTime(ObjectReader limits)
    {
        if (limits.Text("time") is not { } text)
        {
            return service.Time;
        }

        var highest = service.Time.TotalMilliseconds;
        if (!text.EndsWith("ms", StringComparison.Ordinal)
            || !double.TryParse(text[..^2].TrimEnd(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var milliseconds)
            || milliseconds < 1 || milliseconds > highest)
        {
            log.Add(limits.Find("time")!.At, string.Create(
                CultureInfo.InvariantCulture, $"\"time\" is a text from \"1ms\" to the service's limit, \"{highest}ms\"; a rule can only lower it"));
            return service.Time;
        }

        return TimeSpan.FromMilliseconds(milliseconds);
    }

    private long ReadCount(ObjectReader limits, string key, long lowest, long highest)
    {
        var node = limits.Find(key);
        if (node is null)
        {
            return highest;
        }

        if (node.Kind != JsonValueKind.Number || node.Number != Math.Floor(node.Number) || node.Number < lowest || node.Number > highest)
        {
            log.Add(node.At, string.Create(
                CultureInfo.InvariantCulture, $"\"{key}\" is a whole number from {lowest} to the service's limit, {highest}; a rule can only lower it"));
            return highest;
        }

        return (long)node.Number;
    }
}
