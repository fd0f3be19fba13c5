using System.CommandLine;
using Busroot.Server.Administration;

namespace Busroot.Server.Commands;

/// <summary><c>busroot state</c>: what rules remember of a device.</summary>
internal static class StateCommand
{
    public static Command Create() => new ExampleCommand(
        "state", "See and mend what rules remember of a device. Works whether the server runs or not.",
        "busroot state get acme/press-1", "busroot state set acme/press-1 vendor/counter '{\"last\":1200}'", "busroot state reset acme/press-1") { Get(), Set(), Reset() };

    private static ExampleCommand Get()
    {
        var id = SharedOptions.DeviceId();
        var data = SharedOptions.Data();
        var json = SharedOptions.Json();
        var command = new ExampleCommand("get", "Show what each rule remembers of a device.", "busroot state get acme/press-1") { id, data, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var access = await DataAccess.OpenAsync(parsed.GetRequiredValue(data), create: false, cancellationToken);
            var states = await access.Readings.GetStatesAsync(parsed.GetRequiredValue(id), cancellationToken);
            Print(parsed, states, parsed.GetValue(json));
            return CommandLine.Done;
        });
        return command;
    }

    private static ExampleCommand Set()
    {
        var id = SharedOptions.DeviceId();
        var rule = new Argument<string>("RULE") { Description = "Rule id, such as vendor/counter." };
        var state = new Argument<string>("JSON") { Description = "A JSON object; it replaces all the rule remembers." };
        var data = SharedOptions.Data();
        var command = new ExampleCommand(
            "set", "Replace what a rule remembers of a device, between two of its readings.", "busroot state set acme/press-1 vendor/counter '{\"last\":1200}'") { id, rule, state, data };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var access = await DataAccess.OpenAsync(parsed.GetRequiredValue(data), create: false, cancellationToken);
            await access.Readings.SetStateAsync(parsed.GetRequiredValue(id), parsed.GetRequiredValue(rule), parsed.GetRequiredValue(state), cancellationToken);
            parsed.WriteLine($"{parsed.GetValue(rule)} remembers this of {parsed.GetValue(id)} now.");
            return CommandLine.Done;
        });
        return command;
    }

    private static ExampleCommand Reset()
    {
        var id = SharedOptions.DeviceId();
        var rule = new Argument<string?>("RULE") { Description = "Only this rule; without it every one.", Arity = ArgumentArity.ZeroOrOne };
        var data = SharedOptions.Data();
        var command = new ExampleCommand(
            "reset", "Make rules forget a device, as if it had never sent anything.", "busroot state reset acme/press-1", "busroot state reset acme/press-1 vendor/counter") { id, rule, data };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var access = await DataAccess.OpenAsync(parsed.GetRequiredValue(data), create: false, cancellationToken);
            await access.Readings.ResetStateAsync(parsed.GetRequiredValue(id), parsed.GetValue(rule), cancellationToken);
            parsed.WriteLine($"{parsed.GetValue(rule) ?? "Every rule"} has forgotten {parsed.GetValue(id)}.");
            return CommandLine.Done;
        });
        return command;
    }

    private static void Print(ParseResult parsed, IReadOnlyList<StateView> states, bool json)
    {
        if (json)
        {
            parsed.WriteJson(states);
            return;
        }

        if (states.Count == 0)
        {
            parsed.WriteLine("No rule remembers anything of it.");
        }

        foreach (var state in states)
        {
            parsed.WriteLine(state.Trouble is null
                ? $"{state.Rule}  {Answer.Safe($"{state.State}", 4000)}"
                : $"{state.Rule}  CANNOT BE USED: {Answer.Safe(state.Trouble, 200)} Reset or set it. Stored is {state.Encoding}: {Answer.Safe(state.Payload!, 200)}");
        }
    }
}
