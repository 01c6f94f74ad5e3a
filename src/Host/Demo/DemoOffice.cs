using Dapper;
using OpsWorkflows.Host.Access;
using OpsWorkflows.Host.People;

namespace OpsWorkflows.Host.Demo;

/// <summary>The office that exists in Development only: an account for every role, all with one password, and invented families.</summary>
public static class DemoOffice
{
    public const string EmailDomain = "@demo.example";
    public const string Password = "Ops-demo-2026";

    /// <summary>Who they are; the address is the role's key, with a number for a second person.</summary>
    public static IReadOnlyList<NewPerson> People { get; } =
    [
        Person("Anna Zielińska", "social-worker", Roles.SocialWorker),
        Person("Tomasz Wrona", "social-worker2", Roles.SocialWorker),
        Person("Marta Kowalczyk", "assistant", Roles.Assistant),
        Person("Piotr Sowa", "assistant2", Roles.Assistant),
        Person("Ewa Maj", "team-supervisor", Roles.TeamSupervisor),
        Person("Krzysztof Dąbrowski", "director", Roles.Director),
        Person("Joanna Lis", "foster-coordinator", Roles.FosterCoordinator),
        Person("Paweł Kłos", "procedure-manager", Roles.ProcedureManager),
        Person("Barbara Wilk", "auditor", Roles.Auditor),
        Person("Grzegorz Żak", "administrator", Roles.Administrator),
    ];

    static NewPerson Person(string name, string account, string role) => new(name, account + EmailDomain, [role], Password);

    /// <summary>Adds the people who are not there yet, and to an office without families its past (unless <c>Ops:DemoFamilies</c> is false).</summary>
    public static async Task CreateAsync(IServiceProvider services, CancellationToken token = default)
    {
        await AddPeopleAsync(services, token);
        if (services.GetRequiredService<IConfiguration>().GetValue("Ops:DemoFamilies", true))
        {
            using var past = new DemoPast(services);
            await past.CreateAsync(token);
        }
    }

    static async Task AddPeopleAsync(IServiceProvider services, CancellationToken token)
    {
        await using var scope = services.CreateAsyncScope();
        var people = scope.ServiceProvider.GetRequiredService<NewPeople>();
        await people.InTransactionAsync(async (connection, transaction) =>
        {
            // Hosts that start together wait for one another.
            await connection.ExecuteAsync("select from office for update", transaction: transaction);
            var present = (await connection.QueryAsync<string>("select lower(email) from people", transaction: transaction)).ToHashSet(StringComparer.Ordinal);
            foreach (var person in People.Where(person => !present.Contains(person.Email)))
            {
                await people.AddAsync(person, connection, transaction);
            }
            return true;
        }, token);
    }
}
