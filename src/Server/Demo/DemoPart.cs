using System.Collections.Immutable;
using System.Text.Json;
using Busroot.Broker.Identity;
using Busroot.Transformer;
using Busroot.Transformer.Rules;

namespace Busroot.Server.Demo;

/// <summary>One device of the demo and what it will send, over and over.</summary>
/// <param name="Id">Its Device ID.</param>
/// <param name="Rule">The rule assigned to it.</param>
/// <param name="Variables">The site values that the examples it plays are meant for.</param>
/// <param name="Messages">At least one.</param>
internal sealed record DemoPart(DeviceId Id, Rule Rule, ImmutableDictionary<string, JsonElement> Variables, ImmutableArray<ExampleMessage> Messages)
{
    // Examples of one rule are often about differently wired devices; more than this many would only fill the screen.
    private const int DevicesPerRule = 3;
    private const int Rules = 2;

    // The devices a visitor is most likely to know come first.
    private static readonly string[] First = ["arduino/opta-dau", "tasmota/energy-plug"];

    /// <summary>Casts the devices: one for each set of site values the examples of a rule use.</summary>
    /// <returns>Empty when no rule has examples.</returns>
    public static IReadOnlyList<DemoPart> Cast(RuleSet rules) =>
        [.. rules.Rules.Where(rule => !rule.Examples.IsEmpty).OrderBy(Place).Take(Rules).SelectMany(Cast).Where(part => !part.Messages.IsEmpty)];

    private static IEnumerable<DemoPart> Cast(Rule rule) => rule.Examples
        .GroupBy(example => string.Join(";", example.Variables.OrderBy(v => v.Key, StringComparer.Ordinal).Select(v => $"{v.Key}={v.Value}")), StringComparer.Ordinal)
        .OrderByDescending(group => group.Count())
        .Take(DevicesPerRule)
        .Select((group, index) => new DemoPart(
            DeviceId.Parse($"acme/{ShortName(rule.Id)}-{index + 1}"),
            rule,
            group.First().Variables.ToImmutableDictionary(v => v.Key, v => ToJson(v.Value), StringComparer.Ordinal),
            [.. group.SelectMany(example => example.Messages).Where(message => !message.Payload.IsDefault)])); // one without a payload only lets time pass

    private static int Place(Rule rule) => Array.IndexOf(First, rule.Id) is >= 0 and var place ? place : First.Length;

    private static string ShortName(string ruleId) => ruleId switch
    {
        "arduino/opta-dau" => "opta",
        "tasmota/energy-plug" => "plug",
        _ => ruleId[(ruleId.LastIndexOf('/') + 1)..],
    };

    private static JsonElement ToJson(VariableValue value) => JsonSerializer.SerializeToElement(
        value.Text is { } text ? (object)text : value.Number is { } number ? number : value.Flag, Api.ApiJson.Default.Object);
}
