namespace Busroot.Server.Administration;

/// <summary>What was asked cannot be done, in words for the person who asked.</summary>
internal sealed class AdministrationException(
    AdministrationFault fault, string message, IReadOnlyDictionary<string, string[]>? fields = null) : Exception(message)
{
    /// <summary>The kind.</summary>
    public AdministrationFault Fault { get; } = fault;

    /// <summary>Every problem, by the field of the request it belongs to.</summary>
    public IReadOnlyDictionary<string, string[]> Fields { get; } = fields ?? new Dictionary<string, string[]>();

    /// <summary>Nothing of that name.</summary>
    public static AdministrationException NotFound(string kind, string name) =>
        new(AdministrationFault.NotFound, $"There is no {kind} {name}.");

    /// <summary>Something of that name already.</summary>
    public static AdministrationException Exists(string kind, string name, string instead) =>
        new(AdministrationFault.Exists, $"There is already a {kind} {name}; it was left as it is. {instead}");

    /// <summary>Fields that cannot be accepted.</summary>
    public static AdministrationException Invalid(IEnumerable<(string Field, string Problem)> problems)
    {
        var fields = problems.GroupBy(problem => problem.Field).ToDictionary(group => group.Key, group => group.Select(problem => problem.Problem).ToArray());
        return new(AdministrationFault.Invalid, string.Join(Environment.NewLine, fields.SelectMany(field => field.Value)), fields);
    }
}

/// <summary>Kinds of refusal, each with its HTTP status.</summary>
internal enum AdministrationFault
{
    /// <summary>400.</summary>
    Invalid = 400,

    /// <summary>404.</summary>
    NotFound = 404,

    /// <summary>409.</summary>
    Exists = 409,

    /// <summary>The server that should do it cannot be asked.</summary>
    Unavailable = 503,
}
