using System.CommandLine;
using Busroot.Broker.Identity;
using Busroot.Server.Administration;

namespace Busroot.Server.Commands;

/// <summary><c>busroot services</c>: logins of programs.</summary>
internal static class ServicesCommand
{
    public static Command Create() => new ExampleCommand(
        "services", "Make logins for programs: the core processor, integrators' tools, administrators.",
        "busroot services add core --role core", "busroot services add acme-tools --role integrator --account acme")
    {
        Add(),
        List(),
        Rotate(),
        Remove(),
    };

    private static ExampleCommand Add()
    {
        var data = SharedOptions.Data();
        var json = SharedOptions.Json();
        var name = Name();
        var role = new Option<ServiceRole>("--role")
        {
            Description = "core reads all signals; integrator reads raw readings and writes signals of one account; admin may do everything.",
            HelpName = "core|integrator|admin",
            Required = true,
        };
        var account = new Option<string?>("--account") { Description = "The account an integrator works in." };
        var command = new ExampleCommand("add", "Make a service account and print its token, which is shown only now.", "busroot services add core --role core")
        {
            name, role, account, data, json,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var draft = new ServiceDraft { Name = parsed.GetRequiredValue(name), Role = parsed.GetValue(role), Account = parsed.GetValue(account) };
            using var access = await DataAccess.OpenAsync(parsed.GetRequiredValue(data), create: true, cancellationToken);
            GrantText.Print(parsed, await access.Administration.AddServiceAsync(draft, cancellationToken), parsed.GetValue(json));
            return CommandLine.Done;
        });
        return command;
    }

    private static ExampleCommand List()
    {
        var data = SharedOptions.Data();
        var json = SharedOptions.Json();
        var command = new ExampleCommand("list", "List service accounts.", "busroot services list") { data, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var access = await DataAccess.OpenAsync(parsed.GetRequiredValue(data), create: false, cancellationToken);
            var services = await access.Administration.ListServicesAsync(cancellationToken);
            if (parsed.GetValue(json))
            {
                parsed.WriteJson(services);
                return CommandLine.Done;
            }

            parsed.WriteColumns(["NAME", "ROLE", "ACCOUNT", "TOKENS", "MADE"], [.. services.Select(service => new[]
            {
                service.Name, service.Role.ToString().ToLowerInvariant(), service.Account ?? "all", $"{service.Tokens.Count}", Answer.Show(service.Created),
            })]);
            return CommandLine.Done;
        });
        return command;
    }

    private static ExampleCommand Rotate()
    {
        var keep = SharedOptions.KeepTokens();
        var data = SharedOptions.Data();
        var json = SharedOptions.Json();
        var name = Name();
        var command = new ExampleCommand("rotate", "Make a new token; the earlier ones stop working at once unless --keep.", "busroot services rotate core") { name, keep, data, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var access = await DataAccess.OpenAsync(parsed.GetRequiredValue(data), create: false, cancellationToken);
            var grant = await access.Administration.RotateServiceAsync(parsed.GetRequiredValue(name), parsed.GetValue(keep), cancellationToken);
            GrantText.Print(parsed, grant, parsed.GetValue(json));
            return CommandLine.Done;
        });
        return command;
    }

    private static ExampleCommand Remove()
    {
        var data = SharedOptions.Data();
        var name = Name();
        var command = new ExampleCommand("remove", "Delete a service account. Returns when it is disconnected.", "busroot services remove acme-tools") { name, data };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var access = await DataAccess.OpenAsync(parsed.GetRequiredValue(data), create: false, cancellationToken);
            await access.Administration.RemoveServiceAsync(parsed.GetRequiredValue(name), cancellationToken);
            parsed.WriteLine($"{parsed.GetRequiredValue(name)} is removed and disconnected.");
            return CommandLine.Done;
        });
        return command;
    }

    private static Argument<string> Name() => new("NAME") { Description = "Its user name: letters, digits and _ - . :" };
}
